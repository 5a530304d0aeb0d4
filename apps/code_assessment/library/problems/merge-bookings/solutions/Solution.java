import java.util.*;

public class Solution {
    public int[][] mergeBookings(int[][] bookings) {
        int[][] sorted = bookings.clone();
        Arrays.sort(sorted, Comparator.comparingInt(booking -> booking[0]));
        List<int[]> stretches = new ArrayList<>();
        for (int[] booking : sorted) {
            int[] last = stretches.isEmpty() ? null : stretches.get(stretches.size() - 1);
            if (last != null && booking[0] <= last[1]) last[1] = Math.max(last[1], booking[1]);
            else stretches.add(new int[] {booking[0], booking[1]});
        }
        return stretches.toArray(new int[0][]);
    }
}
