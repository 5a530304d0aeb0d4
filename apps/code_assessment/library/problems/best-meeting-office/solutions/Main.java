import java.io.*;
import java.util.*;

public class Main {
    private static int next(StreamTokenizer in) throws IOException {
        in.nextToken();
        return (int) in.nval;
    }

    public static void main(String[] arguments) throws IOException {
        StreamTokenizer in = new StreamTokenizer(new BufferedReader(new InputStreamReader(System.in)));
        int offices = next(in);
        long[] below = new long[offices + 1];
        List<List<Integer>> near = new ArrayList<>();
        near.add(new ArrayList<>());
        for (int office = 1; office <= offices; office++) {
            below[office] = next(in);
            near.add(new ArrayList<>());
        }
        for (int i = 1; i < offices; i++) {
            int one = next(in);
            int other = next(in);
            near.get(one).add(other);
            near.get(other).add(one);
        }
        int[] above = new int[offices + 1];
        int[] order = new int[offices];
        int end = 0;
        order[end++] = 1;
        for (int at = 0; at < end; at++) {
            for (int other : near.get(order[at])) {
                if (other == above[order[at]]) continue;
                above[other] = order[at];
                order[end++] = other;
            }
        }
        long[] total = new long[offices + 1];
        for (int at = offices - 1; at > 0; at--) {
            below[above[order[at]]] += below[order[at]];
            total[1] += below[order[at]];
        }
        int best = 1;
        for (int at = 1; at < offices; at++) {
            int office = order[at];
            total[office] = total[above[office]] + below[1] - 2 * below[office];
        }
        for (int office = 2; office <= offices; office++) {
            if (total[office] < total[best]) best = office;
        }
        System.out.println(best + " " + total[best]);
    }
}
