import java.io.*;

public class Main {
    private static final DataInputStream IN = new DataInputStream(new BufferedInputStream(System.in, 1 << 16));

    private static int next() throws IOException {
        int letter = IN.read();
        while (letter <= ' ') letter = IN.read();
        boolean isNegative = letter == '-';
        if (isNegative) letter = IN.read();
        int value = 0;
        while (letter > ' ') {
            value = value * 10 + (letter - '0');
            letter = IN.read();
        }
        return isNegative ? -value : value;
    }

    public static void main(String[] arguments) throws IOException {
        int shelves = next();
        int deliveries = next();
        int questions = next();
        long[] changes = new long[shelves + 2];
        for (int i = 0; i < deliveries; i++) {
            int first = next();
            int last = next();
            int boxes = next();
            changes[first] += boxes;
            changes[last + 1] -= boxes;
        }
        long[] totals = new long[shelves + 1];
        long amount = 0;
        for (int shelf = 1; shelf <= shelves; shelf++) {
            amount += changes[shelf];
            totals[shelf] = totals[shelf - 1] + amount;
        }
        StringBuilder answers = new StringBuilder();
        for (int i = 0; i < questions; i++) {
            int first = next();
            int last = next();
            answers.append(totals[last] - totals[first - 1]).append('\n');
        }
        System.out.print(answers);
    }
}
