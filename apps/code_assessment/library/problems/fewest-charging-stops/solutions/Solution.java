public class Solution {
    public int fewestStops(int[] stations, int distance, int reach) {
        int chargedAt = 0;
        int here = 0;
        int stops = 0;
        for (int at = 0; at <= stations.length; at++) {
            int point = at < stations.length ? stations[at] : distance;
            if (point - chargedAt > reach) {
                chargedAt = here;
                stops++;
                if (point - chargedAt > reach) return -1;
            }
            here = point;
        }
        return stops;
    }
}
