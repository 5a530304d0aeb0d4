import java.io.*;
import java.util.*;
import java.util.regex.*;

public class Main {
    private static final Pattern REQUEST =
            Pattern.compile("(?:GET|POST|PUT|DELETE|PATCH|HEAD) (/[^ ]*) ([0-9]{3}) ([0-9]+)");

    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        int skipped = 0;
        Map<String, long[]> paths = new HashMap<>();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Matcher match = REQUEST.matcher(line);
            if (!match.matches()) {
                skipped++;
                continue;
            }
            long[] counts = paths.computeIfAbsent(match.group(1), path -> new long[3]);
            counts[0]++;
            if (match.group(2).startsWith("5")) counts[1]++;
            counts[2] += Long.parseLong(match.group(3));
        }
        List<Map.Entry<String, long[]>> sorted = new ArrayList<>(paths.entrySet());
        sorted.sort((a, b) -> a.getValue()[0] != b.getValue()[0]
                ? Long.compare(b.getValue()[0], a.getValue()[0])
                : a.getKey().compareTo(b.getKey()));
        StringBuilder out = new StringBuilder();
        for (Map.Entry<String, long[]> entry : sorted) {
            long[] counts = entry.getValue();
            out.append(entry.getKey()).append(' ').append(counts[0]).append(' ').append(counts[1]).append(' ');
            out.append(counts[2] / counts[0]).append('\n');
        }
        System.out.print(out.append("skipped ").append(skipped).append('\n'));
    }
}
