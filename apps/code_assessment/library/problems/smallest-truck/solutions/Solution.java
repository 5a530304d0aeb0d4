public class Solution {
    public long smallestTruck(int[] weights, int days) {
        long low = 0;
        long high = 0;
        for (int weight : weights) {
            low = Math.max(low, weight);
            high += weight;
        }
        while (low < high) {
            long capacity = (low + high) / 2;
            if (daysNeeded(weights, capacity) <= days) high = capacity;
            else low = capacity + 1;
        }
        return low;
    }

    private static int daysNeeded(int[] weights, long capacity) {
        int days = 1;
        long loaded = 0;
        for (int weight : weights) {
            if (loaded + weight > capacity) {
                days++;
                loaded = 0;
            }
            loaded += weight;
        }
        return days;
    }
}
