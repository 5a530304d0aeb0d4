import java.util.HashMap;
import java.util.Map;

public class Solution {
    public long balancedStretches(int[] entries) {
        Map<Long, Integer> times = new HashMap<>();
        times.put(0L, 1);
        long balance = 0;
        long count = 0;
        for (int amount : entries) {
            balance += amount;
            int before = times.getOrDefault(balance, 0);
            count += before;
            times.put(balance, before + 1);
        }
        return count;
    }
}
