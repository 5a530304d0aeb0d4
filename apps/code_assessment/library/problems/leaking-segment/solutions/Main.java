import java.io.*;

public class Main {
    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        int low = 1;
        int high = Integer.parseInt(in.readLine());
        while (low < high) {
            int middle = (low + high) >>> 1;
            System.out.println("? " + middle);
            if (in.readLine().equals("yes")) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        System.out.println("! " + low);
    }
}
