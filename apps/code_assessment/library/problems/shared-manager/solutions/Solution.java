public class Solution {
    public int sharedManager(int[] manager, int one, int other) {
        int depthOfOne = depth(manager, one);
        int depthOfOther = depth(manager, other);
        for (; depthOfOne > depthOfOther; depthOfOne--) one = manager[one];
        for (; depthOfOther > depthOfOne; depthOfOther--) other = manager[other];
        while (one != other) {
            one = manager[one];
            other = manager[other];
        }
        return one;
    }

    private static int depth(int[] manager, int person) {
        int depth = 0;
        for (; manager[person] != -1; person = manager[person]) depth++;
        return depth;
    }
}
