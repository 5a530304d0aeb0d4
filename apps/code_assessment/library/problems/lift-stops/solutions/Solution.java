import java.util.*;

public class Solution {
    public int[] liftStops(int start, int[][] calls) {
        List<Integer> stops = new ArrayList<>();
        TreeSet<Integer> waiting = new TreeSet<>();
        int floor = start;
        int direction = 0;
        int coming = 0;
        int second = 0;
        while (!waiting.isEmpty() || coming < calls.length) {
            if (waiting.isEmpty() && calls[coming][0] > second) {
                second = calls[coming][0];
                direction = 0;
            }
            while (coming < calls.length && calls[coming][0] <= second) waiting.add(calls[coming++][1]);
            second++;
            if (waiting.remove(floor)) {
                stops.add(floor);
                continue;
            }
            Integer above = waiting.higher(floor);
            Integer below = waiting.lower(floor);
            if (direction == 0) {
                direction = above != null && (below == null || above - floor <= floor - below) ? 1 : -1;
            } else if (direction > 0 ? above == null : below == null) {
                direction = -direction;
            }
            floor += direction;
        }
        return stops.stream().mapToInt(Integer::intValue).toArray();
    }
}
