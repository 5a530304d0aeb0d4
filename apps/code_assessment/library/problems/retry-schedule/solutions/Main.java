import java.io.*;
import java.time.*;
import java.time.format.DateTimeFormatter;
import java.util.StringJoiner;

public class Main {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        StringBuilder out = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] parts = line.split(" ");
            LocalDateTime moment = LocalDateTime.parse(parts[0], FORM);
            long pause = Long.parseLong(parts[1]);
            StringJoiner moments = new StringJoiner(" ");
            for (int i = 0; i < Integer.parseInt(parts[4]); i++) {
                moments.add(FORM.format(moment));
                moment = moment.plusSeconds(pause);
                pause = Math.min(pause * Integer.parseInt(parts[2]), Long.parseLong(parts[3]));
            }
            out.append(moments).append('\n');
        }
        System.out.print(out);
    }
}
