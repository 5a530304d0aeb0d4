import java.io.*;
import java.time.*;
import java.time.format.DateTimeFormatter;
import java.util.*;

public class Main {
    private static final int[][] RANGES = {{0, 59}, {0, 23}, {1, 31}, {1, 12}, {0, 6}};
    private static final int MOST_DAYS = 45 * 366;
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

    private static boolean[] valuesOf(String field, int[] range) {
        boolean[] values = new boolean[range[1] + 1];
        for (String part : field.split(",")) {
            String[] spanAndStep = part.split("/");
            String[] ends = spanAndStep[0].split("-");
            boolean isAll = ends[0].equals("*");
            int first = isAll ? range[0] : Integer.parseInt(ends[0]);
            int last = isAll ? range[1] : Integer.parseInt(ends[ends.length - 1]);
            int step = spanAndStep.length > 1 ? Integer.parseInt(spanAndStep[1]) : 1;
            for (int value = first; value <= last; value += step) values[value] = true;
        }
        return values;
    }

    private static String nextRun(LocalDateTime start, String[] words) {
        boolean[][] fields = new boolean[5][];
        for (int at = 0; at < 5; at++) fields[at] = valuesOf(words[at + 2], RANGES[at]);
        boolean isPossible = false;
        for (int month = 1; month <= 12; month++) {
            for (int day = 1; day <= Month.of(month).maxLength(); day++) {
                isPossible |= fields[3][month] && fields[2][day];
            }
        }
        if (!isPossible) return "never";
        LocalDateTime from = start.plusMinutes(1);
        LocalDate day = from.toLocalDate();
        for (int tried = 0; tried < MOST_DAYS; tried++, day = day.plusDays(1)) {
            int weekday = day.getDayOfWeek().getValue() % 7;
            if (!fields[3][day.getMonthValue()] || !fields[2][day.getDayOfMonth()] || !fields[4][weekday]) continue;
            int minute = tried == 0 ? from.getHour() * 60 + from.getMinute() : 0;
            for (; minute < 1440; minute++) {
                if (fields[1][minute / 60] && fields[0][minute % 60]) {
                    return FORM.format(day.atTime(minute / 60, minute % 60));
                }
            }
        }
        return "never";
    }

    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        StringBuilder out = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            out.append(nextRun(LocalDateTime.parse(words[0] + " " + words[1], FORM), words)).append('\n');
        }
        System.out.print(out);
    }
}
