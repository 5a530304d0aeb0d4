import java.io.*;
import java.util.*;

public class Main {
    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        int commands = Integer.parseInt(in.readLine().trim());
        ArrayDeque<String> done = new ArrayDeque<>();
        ArrayDeque<String> undone = new ArrayDeque<>();
        for (int i = 0; i < commands; i++) {
            String line = in.readLine();
            if (line.equals("undo")) {
                if (!done.isEmpty()) undone.addLast(done.removeLast());
            } else if (line.equals("redo")) {
                if (!undone.isEmpty()) done.addLast(undone.removeLast());
            } else {
                done.addLast(line.substring(4));
                undone.clear();
            }
        }
        System.out.println(done.isEmpty() ? "(empty)" : String.join("", done));
    }
}
