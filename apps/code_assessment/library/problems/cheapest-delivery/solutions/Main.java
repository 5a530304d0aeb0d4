import java.io.*;
import java.util.*;

public class Main {
    private static long[] prices;
    private static final PriorityQueue<long[]> HEAP = new PriorityQueue<>(Comparator.comparingLong(item -> item[0]));

    private static void offer(long total, int place) {
        if (total < prices[place]) {
            prices[place] = total;
            HEAP.add(new long[] {total, place});
        }
    }

    public static void main(String[] arguments) throws IOException {
        StreamTokenizer in = new StreamTokenizer(new BufferedReader(new InputStreamReader(System.in)));
        in.nextToken();
        int depots = (int) in.nval;
        in.nextToken();
        int roads = (int) in.nval;
        List<List<int[]>> near = new ArrayList<>();
        for (int i = 0; i <= depots; i++) near.add(new ArrayList<>());
        for (int i = 0; i < roads; i++) {
            in.nextToken();
            int one = (int) in.nval;
            in.nextToken();
            int other = (int) in.nval;
            in.nextToken();
            int price = (int) in.nval;
            near.get(one).add(new int[] {other, price});
            near.get(other).add(new int[] {one, price});
        }
        prices = new long[2 * depots + 2];
        Arrays.fill(prices, Long.MAX_VALUE);
        offer(0, 2);
        while (!HEAP.isEmpty()) {
            long[] item = HEAP.poll();
            int place = (int) item[1];
            if (item[0] > prices[place]) continue;
            int isUsed = place % 2;
            if (place / 2 == depots) {
                System.out.println(item[0]);
                return;
            }
            for (int[] road : near.get(place / 2)) {
                offer(item[0] + road[1], 2 * road[0] + isUsed);
                if (isUsed == 0) offer(item[0] + road[1] / 2, 2 * road[0] + 1);
            }
        }
        System.out.println("impossible");
    }
}
