import java.io.*;
import java.util.*;

public class Main {
    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        Map<String, String> old = new HashMap<>();
        Map<String, String> current = new HashMap<>();
        Map<String, String> file = old;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            int at = line.indexOf('=');
            if (line.equals("---")) file = current;
            else if (at >= 0 && !line.startsWith("#")) file.put(line.substring(0, at), line.substring(at + 1));
        }
        StringBuilder out = new StringBuilder();
        for (String key : old.keySet()) {
            if (!current.containsKey(key)) out.append("- ").append(key).append('\n');
            else if (!current.get(key).equals(old.get(key))) out.append("~ ").append(key).append('\n');
        }
        for (String key : current.keySet()) {
            if (!old.containsKey(key)) out.append("+ ").append(key).append('\n');
        }
        System.out.print(out.length() == 0 ? "same\n" : out);
    }
}
