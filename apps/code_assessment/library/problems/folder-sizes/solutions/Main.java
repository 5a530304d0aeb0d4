import java.io.*;
import java.util.*;

public class Main {
    private static final class Folder {
        private long total;
        private final Map<String, Folder> inside = new TreeMap<>();
    }

    private static void visit(Folder folder, String path, long limit, StringBuilder out) {
        if (folder.total < limit) return;
        out.append(path.isEmpty() ? "/" : path).append(' ').append(folder.total).append('\n');
        folder.inside.forEach((name, inner) -> visit(inner, path + "/" + name, limit, out));
    }

    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        long limit = Long.parseLong(in.readLine());
        Folder root = new Folder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            int blank = line.indexOf(' ');
            long size = Long.parseLong(line.substring(0, blank));
            String[] names = line.substring(blank + 2).split("/");
            Folder folder = root;
            folder.total += size;
            for (int at = 0; at < names.length - 1; at++) {
                folder = folder.inside.computeIfAbsent(names[at], name -> new Folder());
                folder.total += size;
            }
        }
        StringBuilder out = new StringBuilder();
        visit(root, "", limit, out);
        System.out.print(out.length() == 0 ? "none\n" : out);
    }
}
