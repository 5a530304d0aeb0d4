import java.io.*;
import java.util.*;

public class Main {
    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        StringTokenizer size = new StringTokenizer(in.readLine());
        int rows = Integer.parseInt(size.nextToken());
        int columns = Integer.parseInt(size.nextToken());
        int width = columns + 2;
        char[] floor = new char[(rows + 2) * width];
        Arrays.fill(floor, '#');
        for (int row = 1; row <= rows; row++) in.readLine().getChars(0, columns, floor, row * width + 1);
        int start = new String(floor).indexOf('S');
        int[] distance = new int[floor.length];
        int[] queue = new int[floor.length];
        int[] moves = {-1, 1, -width, width};
        int end = 0;
        queue[end++] = start;
        floor[start] = '#';
        for (int at = 0; at < end; at++) {
            for (int move : moves) {
                int near = queue[at] + move;
                if (floor[near] == '#') continue;
                distance[near] = distance[queue[at]] + 1;
                if (floor[near] == 'T') {
                    System.out.println(distance[near]);
                    return;
                }
                floor[near] = '#';
                queue[end++] = near;
            }
        }
        System.out.println("unreachable");
    }
}
