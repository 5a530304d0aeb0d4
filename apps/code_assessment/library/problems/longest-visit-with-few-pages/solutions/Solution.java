import java.util.HashMap;
import java.util.Map;

public class Solution {
    public int longestVisit(String[] clicks, int pages) {
        Map<String, Integer> counts = new HashMap<>();
        int left = 0;
        int best = 0;
        for (int right = 0; right < clicks.length; right++) {
            counts.merge(clicks[right], 1, Integer::sum);
            while (counts.size() > pages) {
                counts.computeIfPresent(clicks[left++], (page, count) -> count == 1 ? null : count - 1);
            }
            best = Math.max(best, right - left + 1);
        }
        return best;
    }
}
