import java.io.*;
import java.util.*;

public class Main {
    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        StringTokenizer settings = new StringTokenizer(in.readLine());
        long full = Long.parseLong(settings.nextToken()) * 1000;
        long rate = Long.parseLong(settings.nextToken());
        Map<String, long[]> clients = new HashMap<>();
        StringBuilder answers = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            StringTokenizer request = new StringTokenizer(line);
            long now = Long.parseLong(request.nextToken());
            long[] client = clients.computeIfAbsent(request.nextToken(), name -> new long[] {full, now});
            long cost = Long.parseLong(request.nextToken()) * 1000;
            client[0] = Math.min(full, client[0] + (now - client[1]) * rate);
            client[1] = now;
            if (cost > full) {
                answers.append("never\n");
            } else if (cost > client[0]) {
                answers.append("wait ").append((cost - client[0] + rate - 1) / rate).append('\n');
            } else {
                client[0] -= cost;
                answers.append("ok\n");
            }
        }
        System.out.print(answers);
    }
}
