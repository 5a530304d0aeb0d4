import java.util.*;

public class Solution {
    public String[] affectedServices(Map<String, String[]> needs, String failed) {
        Map<String, List<String>> neededBy = new HashMap<>();
        for (Map.Entry<String, String[]> entry : needs.entrySet()) {
            for (String one : entry.getValue()) {
                neededBy.computeIfAbsent(one, key -> new ArrayList<>()).add(entry.getKey());
            }
        }
        Set<String> reached = new TreeSet<>(Set.of(failed));
        Deque<String> waiting = new ArrayDeque<>(List.of(failed));
        while (!waiting.isEmpty()) {
            for (String service : neededBy.getOrDefault(waiting.pop(), List.of())) {
                if (reached.add(service)) waiting.push(service);
            }
        }
        reached.remove(failed);
        return reached.toArray(new String[0]);
    }
}
