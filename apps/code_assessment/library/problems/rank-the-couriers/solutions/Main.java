import java.io.*;
import java.util.*;

public class Main {
    private static final BufferedReader IN = new BufferedReader(new InputStreamReader(System.in));

    private static int read() throws IOException {
        return Integer.parseInt(IN.readLine().trim());
    }

    private static boolean isFaster(int one, int other) throws IOException {
        System.out.println("? " + one + " " + other);
        return read() == one;
    }

    public static void main(String[] arguments) throws IOException {
        int couriers = read();
        List<Integer> ranking = new ArrayList<>();
        for (int courier = 1; courier <= couriers; courier++) {
            int low = 0;
            int high = ranking.size();
            while (low < high) {
                int middle = (low + high) / 2;
                if (isFaster(courier, ranking.get(middle))) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            ranking.add(low, courier);
        }
        StringBuilder answer = new StringBuilder("!");
        for (int courier : ranking) answer.append(' ').append(courier);
        System.out.println(answer);
    }
}
