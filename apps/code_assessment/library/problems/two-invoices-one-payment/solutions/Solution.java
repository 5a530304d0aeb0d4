import java.util.HashMap;
import java.util.Map;

public class Solution {
    public int[] twoInvoices(int[] amounts, int payment) {
        Map<Long, Integer> firstPlace = new HashMap<>();
        for (int place = 0; place < amounts.length; place++) {
            Integer partner = firstPlace.get((long) payment - amounts[place]);
            if (partner != null) return new int[] {partner, place};
            firstPlace.putIfAbsent((long) amounts[place], place);
        }
        return new int[0];
    }
}
