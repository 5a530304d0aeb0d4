import java.io.*;
import java.util.*;

public class Main {
    public static void main(String[] arguments) throws IOException {
        StreamTokenizer in = new StreamTokenizer(new BufferedReader(new InputStreamReader(System.in)));
        in.nextToken();
        int meetings = (int) in.nval;
        PriorityQueue<int[]> occupied = new PriorityQueue<>(Comparator.comparingInt(one -> one[0]));
        PriorityQueue<Integer> free = new PriorityQueue<>();
        StringJoiner rooms = new StringJoiner(" ");
        int opened = 0;
        for (int i = 0; i < meetings; i++) {
            in.nextToken();
            int start = (int) in.nval;
            in.nextToken();
            int end = (int) in.nval;
            while (!occupied.isEmpty() && occupied.peek()[0] <= start) free.add(occupied.poll()[1]);
            int room = free.isEmpty() ? ++opened : free.poll();
            occupied.add(new int[] {end, room});
            rooms.add(String.valueOf(room));
        }
        System.out.println(rooms);
    }
}
