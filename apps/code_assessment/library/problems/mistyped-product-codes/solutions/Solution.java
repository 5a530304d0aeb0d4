import java.util.*;

public class Solution {
    public String[][] mistypedGroups(String[] codes) {
        Map<String, TreeSet<String>> groups = new HashMap<>();
        for (String code : codes) {
            char[] letters = code.toCharArray();
            Arrays.sort(letters);
            groups.computeIfAbsent(new String(letters), key -> new TreeSet<>()).add(code);
        }
        return groups.values().stream()
                .filter(group -> group.size() > 1)
                .sorted(Comparator.comparing(TreeSet::first))
                .map(group -> group.toArray(new String[0]))
                .toArray(String[][]::new);
    }
}
