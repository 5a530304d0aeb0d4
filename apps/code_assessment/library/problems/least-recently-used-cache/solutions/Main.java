import java.io.*;
import java.util.*;

public class Main {
    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        StringTokenizer first = new StringTokenizer(in.readLine());
        int capacity = Integer.parseInt(first.nextToken());
        int commands = Integer.parseInt(first.nextToken());
        Map<String, String> cache = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                return size() > capacity;
            }
        };
        StringBuilder answers = new StringBuilder();
        for (int i = 0; i < commands; i++) {
            String[] words = in.readLine().split(" ");
            if (words[0].equals("put")) {
                cache.put(words[1], words[2]);
            } else {
                String value = cache.get(words[1]);
                answers.append(value == null ? "miss" : value).append('\n');
            }
        }
        System.out.print(answers);
    }
}
