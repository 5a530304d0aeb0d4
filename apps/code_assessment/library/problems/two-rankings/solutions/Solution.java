import java.util.HashMap;
import java.util.Map;

public class Solution {
    public long disagreements(String[] first, String[] second) {
        Map<String, Integer> place = new HashMap<>();
        for (int at = 0; at < first.length; at++) place.put(first[at], at);
        int[] order = new int[second.length];
        for (int at = 0; at < second.length; at++) order[at] = place.get(second[at]);
        return sort(order, new int[order.length], 0, order.length);
    }

    private static long sort(int[] order, int[] spare, int from, int to) {
        if (to - from < 2) return 0;
        int middle = (from + to) / 2;
        long count = sort(order, spare, from, middle) + sort(order, spare, middle, to);
        int left = from;
        int right = middle;
        for (int at = from; at < to; at++) {
            if (right == to || (left < middle && order[left] < order[right])) {
                spare[at] = order[left++];
            } else {
                spare[at] = order[right++];
                count += middle - left;
            }
        }
        System.arraycopy(spare, from, order, from, to - from);
        return count;
    }
}
