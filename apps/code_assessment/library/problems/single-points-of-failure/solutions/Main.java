import java.io.*;
import java.util.*;

public class Main {
    public static void main(String[] arguments) throws IOException {
        StreamTokenizer in = new StreamTokenizer(new BufferedReader(new InputStreamReader(System.in)));
        in.nextToken();
        int sites = (int) in.nval;
        in.nextToken();
        int cables = (int) in.nval;
        // For each site a chain of ends of cables; end 2c and end 2c + 1 belong to cable c.
        int[] first = new int[sites + 1];
        int[] next = new int[2 * cables + 2];
        int[] leadsTo = new int[2 * cables + 2];
        for (int cable = 1; cable <= cables; cable++) {
            in.nextToken();
            int one = (int) in.nval;
            in.nextToken();
            int other = (int) in.nval;
            int end = 2 * cable - 1;
            leadsTo[end] = other;
            next[end] = first[one];
            first[one] = end;
            leadsTo[end + 1] = one;
            next[end + 1] = first[other];
            first[other] = end + 1;
        }
        int[] entered = new int[sites + 1];
        int[] lowest = new int[sites + 1];
        int[] cameBy = new int[sites + 1];
        int[] way = new int[sites + 1];
        List<Integer> critical = new ArrayList<>();
        int clock = 0;
        for (int start = 1; start <= sites; start++) {
            if (entered[start] > 0) continue;
            entered[start] = lowest[start] = ++clock;
            int depth = 0;
            way[depth++] = start;
            while (depth > 0) {
                int site = way[depth - 1];
                int end = first[site];
                if (end > 0) {
                    first[site] = next[end];
                    int cable = (end + 1) / 2;
                    int other = leadsTo[end];
                    if (cable == cameBy[site]) continue;
                    if (entered[other] > 0) {
                        lowest[site] = Math.min(lowest[site], entered[other]);
                    } else {
                        entered[other] = lowest[other] = ++clock;
                        cameBy[other] = cable;
                        way[depth++] = other;
                    }
                } else if (--depth > 0) {
                    int above = way[depth - 1];
                    lowest[above] = Math.min(lowest[above], lowest[site]);
                    if (lowest[site] == entered[site]) critical.add(cameBy[site]);
                }
            }
        }
        Collections.sort(critical);
        StringJoiner line = new StringJoiner(" ");
        for (int cable : critical) line.add(String.valueOf(cable));
        System.out.println(critical.size());
        if (!critical.isEmpty()) System.out.println(line);
    }
}
