import java.io.*;
import java.util.*;

public class Main {
    private static int[] above;

    private static int top(int office) {
        while (above[office] != office) {
            above[office] = above[above[office]];
            office = above[office];
        }
        return office;
    }

    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        StringTokenizer words = new StringTokenizer(in.readLine());
        int offices = Integer.parseInt(words.nextToken());
        int events = Integer.parseInt(words.nextToken());
        above = new int[offices + 1];
        int[] size = new int[offices + 1];
        for (int office = 0; office <= offices; office++) {
            above[office] = office;
            size[office] = 1;
        }
        StringBuilder answers = new StringBuilder();
        for (int i = 0; i < events; i++) {
            words = new StringTokenizer(in.readLine());
            String command = words.nextToken();
            int first = top(Integer.parseInt(words.nextToken()));
            int second = command.equals("size") ? first : top(Integer.parseInt(words.nextToken()));
            if (command.equals("size")) {
                answers.append(size[first]).append('\n');
            } else if (command.equals("ask")) {
                answers.append(first == second ? "yes\n" : "no\n");
            } else if (first != second) {
                int large = size[first] < size[second] ? second : first;
                int small = large == first ? second : first;
                above[small] = large;
                size[large] += size[small];
            }
        }
        System.out.print(answers);
    }
}
