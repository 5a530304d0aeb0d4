import java.util.HashSet;
import java.util.Set;

public class Solution {
    public String firstRepeated(String[] orders) {
        Set<String> seen = new HashSet<>();
        for (String order : orders) {
            if (!seen.add(order)) return order;
        }
        return null;
    }
}
