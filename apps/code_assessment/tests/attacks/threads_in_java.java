// Threads until no more can be had, each of which would like a large stack.
// expect: RE MLE TLE
public class Main {
    public static void main(String[] args) {
        while (true) {
            Thread thread = new Thread(null, () -> { while (true) { } }, "x", 1 << 28);
            thread.start();
        }
    }
}
