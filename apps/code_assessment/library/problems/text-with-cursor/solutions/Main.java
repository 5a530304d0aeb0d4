import java.io.*;

public class Main {
    private static void move(StringBuilder source, StringBuilder target, int count) {
        for (int left = Math.min(count, source.length()); left > 0; left--) {
            target.append(source.charAt(source.length() - 1));
            source.setLength(source.length() - 1);
        }
    }

    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        StringBuilder before = new StringBuilder();
        StringBuilder behind = new StringBuilder();
        for (int commands = Integer.parseInt(in.readLine()); commands > 0; commands--) {
            String[] words = in.readLine().split(" ");
            switch (words[0]) {
                case "type":
                    before.append(words[1]);
                    break;
                case "delete":
                    before.setLength(Math.max(0, before.length() - Integer.parseInt(words[1])));
                    break;
                case "left":
                    move(before, behind, Integer.parseInt(words[1]));
                    break;
                case "right":
                    move(behind, before, Integer.parseInt(words[1]));
                    break;
                case "home":
                    move(before, behind, before.length());
                    break;
                default:
                    move(behind, before, behind.length());
            }
        }
        before.append(behind.reverse());
        System.out.println(before.length() == 0 ? "(empty)" : before);
    }
}
