import java.io.*;

public class Main {
    private static final long MODULUS = 1_000_000_007;
    private static final int MOST = 200_000;
    private static final long[] FACTORIAL = new long[MOST + 1];
    private static final long[] INVERSE = new long[MOST + 1];

    private static long power(long base, long exponent) {
        long result = 1;
        for (; exponent > 0; exponent /= 2) {
            if (exponent % 2 == 1) result = result * base % MODULUS;
            base = base * base % MODULUS;
        }
        return result;
    }

    private static long choose(int n, int r) {
        return r < 0 || r > n ? 0 : FACTORIAL[n] * INVERSE[r] % MODULUS * INVERSE[n - r] % MODULUS;
    }

    private static int next(StreamTokenizer in) throws IOException {
        in.nextToken();
        return (int) in.nval;
    }

    public static void main(String[] arguments) throws IOException {
        FACTORIAL[0] = 1;
        for (int n = 1; n <= MOST; n++) FACTORIAL[n] = FACTORIAL[n - 1] * n % MODULUS;
        INVERSE[MOST] = power(FACTORIAL[MOST], MODULUS - 2);
        for (int n = MOST; n > 0; n--) INVERSE[n - 1] = INVERSE[n] * n % MODULUS;
        StreamTokenizer in = new StreamTokenizer(new BufferedReader(new InputStreamReader(System.in)));
        StringBuilder answers = new StringBuilder();
        for (int questions = next(in); questions > 0; questions--) {
            int seniors = next(in);
            int juniors = next(in);
            int size = next(in);
            int least = next(in);
            long total = choose(seniors + juniors, size);
            for (int some = 0; some < least && some <= size; some++) {
                total -= choose(seniors, some) * choose(juniors, size - some) % MODULUS;
            }
            answers.append(Math.floorMod(total, MODULUS)).append('\n');
        }
        System.out.print(answers);
    }
}
