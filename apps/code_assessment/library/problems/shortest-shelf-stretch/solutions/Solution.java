import java.util.HashMap;
import java.util.Map;

public class Solution {
    public int[] shortestStretch(String[] shelf, Map<String, Integer> wanted) {
        Map<String, Integer> needed = new HashMap<>(wanted);
        long missing = 0;
        for (int count : wanted.values()) missing += count;
        int[] best = {};
        int left = 0;
        for (int right = 0; right < shelf.length; right++) {
            Integer count = needed.get(shelf[right]);
            if (count == null) continue;
            if (count > 0) missing--;
            needed.put(shelf[right], count - 1);
            for (; missing == 0; left++) {
                if (best.length == 0 || right - left < best[1] - best[0]) best = new int[] {left, right};
                Integer gone = needed.get(shelf[left]);
                if (gone == null) continue;
                needed.put(shelf[left], gone + 1);
                if (gone + 1 > 0) missing++;
            }
        }
        return best;
    }
}
