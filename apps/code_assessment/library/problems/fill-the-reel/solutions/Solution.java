public class Solution {
    private static final int MODULUS = 1_000_000_007;

    public int waysToFill(int length, int[] blocks) {
        long[] ways = new long[length + 1];
        ways[0] = 1;
        for (int total = 1; total <= length; total++) {
            for (int block : blocks) {
                if (block <= total) ways[total] += ways[total - block];
            }
            ways[total] %= MODULUS;
        }
        return (int) ways[length];
    }
}
