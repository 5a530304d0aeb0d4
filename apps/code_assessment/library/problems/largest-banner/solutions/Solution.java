public class Solution {
    public long[] largestBanner(int[] heights) {
        long[] best = {0, 0, 0};
        int[] starts = new int[heights.length + 1];
        int[] tops = new int[heights.length + 1];
        int size = 0;
        for (int house = 0; house <= heights.length; house++) {
            int height = house < heights.length ? heights[house] : -1;
            int start = house;
            while (size > 0 && tops[size - 1] >= height) {
                start = starts[--size];
                long area = (long) (house - start) * tops[size];
                if (area > best[0] || (area > 0 && area == best[0] && isEarlier(start, house - 1, best))) {
                    best = new long[] {area, start, house - 1};
                }
            }
            starts[size] = start;
            tops[size++] = height;
        }
        return best;
    }

    private static boolean isEarlier(int first, int last, long[] best) {
        return first < best[1] || (first == best[1] && last < best[2]);
    }
}
