import java.util.ArrayList;
import java.util.List;

public class Solution {
    public Long columnTotal(String text, String column) {
        List<List<String>> records = records(text);
        int at = records.get(0).indexOf(column);
        if (at < 0) return null;
        long total = 0;
        for (List<String> record : records.subList(1, records.size())) {
            if (at < record.size() && record.get(at).matches("-?[0-9]+")) total += Long.parseLong(record.get(at));
        }
        return total;
    }

    private static List<List<String>> records(String text) {
        List<List<String>> records = new ArrayList<>();
        List<String> record = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean isQuoted = false;
        for (int at = 0; at < text.length(); at++) {
            char letter = text.charAt(at);
            if (letter == '"') {
                if (isQuoted && at + 1 < text.length() && text.charAt(at + 1) == '"') {
                    field.append('"');
                    at++;
                } else {
                    isQuoted = !isQuoted;
                }
            } else if (isQuoted || (letter != ',' && letter != '\n')) {
                field.append(letter);
            } else {
                record.add(field.toString());
                field.setLength(0);
                if (letter == '\n') {
                    records.add(record);
                    record = new ArrayList<>();
                }
            }
        }
        if (!text.endsWith("\n")) {
            record.add(field.toString());
            records.add(record);
        }
        return records;
    }
}
