public class Solution {
    public int[] eventsInWindows(int[] times, int[][] windows) {
        int[] counts = new int[windows.length];
        for (int at = 0; at < windows.length; at++) {
            counts[at] = firstAtLeast(times, windows[at][1] + 1) - firstAtLeast(times, windows[at][0]);
        }
        return counts;
    }

    private static int firstAtLeast(int[] times, int moment) {
        int low = 0;
        int high = times.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[middle] < moment) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
