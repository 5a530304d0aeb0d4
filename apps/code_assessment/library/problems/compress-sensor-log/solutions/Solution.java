public class Solution {
    public String compress(String log) {
        StringBuilder out = new StringBuilder();
        int start = 0;
        while (start < log.length()) {
            int end = start;
            while (end < log.length() && log.charAt(end) == log.charAt(start)) end++;
            int length = end - start;
            out.append(log.charAt(start));
            if (length == 2) out.append(log.charAt(start));
            if (length > 2) out.append(length);
            start = end;
        }
        return out.toString();
    }
}
