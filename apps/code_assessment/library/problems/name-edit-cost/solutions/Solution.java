public class Solution {
    public int editCost(String one, String other, int swapCost) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) row[j] = j;
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int paired = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : swapCost);
                diagonal = row[j];
                row[j] = Math.min(paired, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
