public class Solution {
    public String columnName(long number) {
        StringBuilder letters = new StringBuilder();
        while (number > 0) {
            letters.append((char) ('A' + (number - 1) % 26));
            number = (number - 1) / 26;
        }
        return letters.reverse().toString();
    }
}
