import java.util.*;

public class Solution {
    private static final int LONGEST = 20;

    public String fewestWords(String tag, String[] words) {
        Set<String> known = new HashSet<>(Arrays.asList(words));
        int length = tag.length();
        int[] counts = new int[length + 1];
        int[] ends = new int[length];
        Arrays.fill(counts, Integer.MAX_VALUE - 1);
        counts[length] = 0;
        for (int start = length - 1; start >= 0; start--) {
            for (int end = start + 1; end <= Math.min(start + LONGEST, length); end++) {
                if (counts[end] + 1 < counts[start] && known.contains(tag.substring(start, end))) {
                    counts[start] = counts[end] + 1;
                    ends[start] = end;
                }
            }
        }
        if (counts[0] > length) return null;
        StringJoiner parts = new StringJoiner(" ");
        for (int at = 0; at < length; at = ends[at]) parts.add(tag.substring(at, ends[at]));
        return parts.toString();
    }
}
