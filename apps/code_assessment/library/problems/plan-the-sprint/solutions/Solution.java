public class Solution {
    public int bestValue(int[] hours, int[] values, int capacity) {
        int[] best = new int[capacity + 1];
        for (int task = 0; task < hours.length; task++) {
            for (int total = capacity; total >= hours[task]; total--) {
                best[total] = Math.max(best[total], best[total - hours[task]] + values[task]);
            }
        }
        return best[capacity];
    }
}
