public class Solution {
    public long bestRun(int[] results) {
        long whole = results[0];
        long best = whole;
        long forgiven = Long.MIN_VALUE / 2;
        for (int day = 1; day < results.length; day++) {
            forgiven = Math.max(whole, forgiven + results[day]);
            whole = Math.max(whole, 0) + results[day];
            best = Math.max(best, Math.max(whole, forgiven));
        }
        return best;
    }
}
