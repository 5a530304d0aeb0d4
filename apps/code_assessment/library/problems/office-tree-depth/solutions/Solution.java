import java.util.ArrayList;
import java.util.List;

public class Solution {
    public int[] peoplePerLevel(int[] manager) {
        List<List<Integer>> reports = new ArrayList<>();
        for (int i = 0; i < manager.length; i++) reports.add(new ArrayList<>());
        List<Integer> level = new ArrayList<>();
        for (int person = 0; person < manager.length; person++) {
            (manager[person] == -1 ? level : reports.get(manager[person])).add(person);
        }
        List<Integer> sizes = new ArrayList<>();
        while (!level.isEmpty()) {
            sizes.add(level.size());
            List<Integer> next = new ArrayList<>();
            for (int person : level) next.addAll(reports.get(person));
            level = next;
        }
        return sizes.stream().mapToInt(Integer::intValue).toArray();
    }
}
