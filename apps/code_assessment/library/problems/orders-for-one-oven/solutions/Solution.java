import java.util.*;

public class Solution {
    public int mostOrders(int[][] orders) {
        int[][] sorted = orders.clone();
        Arrays.sort(sorted, Comparator.comparingInt(order -> order[1]));
        PriorityQueue<Integer> accepted = new PriorityQueue<>(Comparator.reverseOrder());
        long time = 0;
        for (int[] order : sorted) {
            accepted.add(order[0]);
            time += order[0];
            if (time > order[1]) time -= accepted.poll();
        }
        return accepted.size();
    }
}
