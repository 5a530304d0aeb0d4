public class Solution {
    public String maskCards(String message) {
        char[] letters = message.toCharArray();
        int start = 0;
        while (start < letters.length) {
            int end = start;
            while (end < letters.length && letters[end] >= '0' && letters[end] <= '9') end++;
            int length = end - start;
            if (length >= 12 && length <= 19) {
                for (int at = start; at < end - 4; at++) letters[at] = '*';
            }
            start = Math.max(end, start + 1);
        }
        return new String(letters);
    }
}
