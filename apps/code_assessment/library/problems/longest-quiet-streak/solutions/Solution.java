public class Solution {
    public int longestQuietStreak(int[] incidents, int limit) {
        int best = 0;
        int current = 0;
        for (int count : incidents) {
            current = count <= limit ? current + 1 : 0;
            best = Math.max(best, current);
        }
        return best;
    }
}
