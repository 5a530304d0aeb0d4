import java.util.*;

public class Solution {
    public long bestPay(int[][] assignments) {
        int[][] sorted = assignments.clone();
        Arrays.sort(sorted, Comparator.comparingInt(one -> one[1]));
        // End of the latest assignment so far -> best pay until then.
        TreeMap<Integer, Long> best = new TreeMap<>(Map.of(0, 0L));
        for (int[] one : sorted) {
            long pay = best.floorEntry(one[0]).getValue() + one[2];
            best.put(one[1], Math.max(pay, best.lastEntry().getValue()));
        }
        return best.lastEntry().getValue();
    }
}
