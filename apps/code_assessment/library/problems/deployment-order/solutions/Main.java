import java.io.*;
import java.util.*;

public class Main {
    public static void main(String[] arguments) throws IOException {
        StreamTokenizer in = new StreamTokenizer(new BufferedReader(new InputStreamReader(System.in)));
        in.nextToken();
        int services = (int) in.nval;
        in.nextToken();
        int pairs = (int) in.nval;
        List<List<Integer>> after = new ArrayList<>();
        for (int i = 0; i <= services; i++) after.add(new ArrayList<>());
        int[] waits = new int[services + 1];
        for (int i = 0; i < pairs; i++) {
            in.nextToken();
            int first = (int) in.nval;
            in.nextToken();
            int second = (int) in.nval;
            after.get(first).add(second);
            waits[second]++;
        }
        List<Integer> order = new ArrayList<>();
        for (int service = 1; service <= services; service++) {
            if (waits[service] == 0) order.add(service);
        }
        for (int at = 0; at < order.size(); at++) {
            for (int later : after.get(order.get(at))) {
                if (--waits[later] == 0) order.add(later);
            }
        }
        StringJoiner line = new StringJoiner(" ");
        for (int service : order) line.add(String.valueOf(service));
        System.out.println(order.size() == services ? line.toString() : "impossible");
    }
}
