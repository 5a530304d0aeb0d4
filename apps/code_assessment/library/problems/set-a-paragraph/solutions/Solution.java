import java.util.ArrayList;
import java.util.List;

public class Solution {
    public String[] setParagraph(String[] words, int width) {
        List<String> lines = new ArrayList<>();
        List<String> line = new ArrayList<>();
        int letters = 0;
        for (String word : words) {
            if (!line.isEmpty() && letters + line.size() + word.length() > width) {
                lines.add(spread(line, width - letters));
                line.clear();
                letters = 0;
            }
            line.add(word);
            letters += word.length();
        }
        lines.add(String.join(" ", line));
        return lines.toArray(new String[0]);
    }

    private static String spread(List<String> line, int blanks) {
        int gaps = line.size() - 1;
        StringBuilder out = new StringBuilder(line.get(0));
        for (int gap = 0; gap < gaps; gap++) {
            int count = blanks / gaps + (gap < blanks % gaps ? 1 : 0);
            out.append(" ".repeat(count)).append(line.get(gap + 1));
        }
        return out.toString();
    }
}
