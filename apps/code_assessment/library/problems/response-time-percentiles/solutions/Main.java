import java.io.*;
import java.util.*;

public class Main {
    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        double share = Double.parseDouble(in.readLine()) / 100;
        Map<String, List<Integer>> times = new TreeMap<>();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            int blank = line.indexOf(' ');
            int time = Integer.parseInt(line.substring(blank + 1));
            times.computeIfAbsent(line.substring(0, blank), name -> new ArrayList<>()).add(time);
        }
        StringBuilder out = new StringBuilder();
        times.forEach((name, list) -> {
            Collections.sort(list);
            double place = share * (list.size() - 1);
            int below = (int) place;
            int above = Math.min(below + 1, list.size() - 1);
            double value = list.get(below) + (list.get(above) - list.get(below)) * (place - below);
            out.append(name).append(' ').append(value).append('\n');
        });
        System.out.print(out);
    }
}
