import java.util.Arrays;

public class Solution {
    public long pairsWithin(int[] prices, int least, int most) {
        int[] ordered = prices.clone();
        Arrays.sort(ordered);
        return pairsUpTo(most, ordered) - pairsUpTo(least - 1, ordered);
    }

    private static long pairsUpTo(int amount, int[] ordered) {
        long count = 0;
        int left = 0;
        int right = ordered.length - 1;
        while (left < right) {
            if (ordered[left] + ordered[right] <= amount) {
                count += right - left;
                left++;
            } else {
                right--;
            }
        }
        return count;
    }
}
