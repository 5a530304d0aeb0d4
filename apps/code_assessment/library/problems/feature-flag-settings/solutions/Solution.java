import java.util.ArrayList;
import java.util.List;

public class Solution {
    public String[] flagSettings(int flags, int mostOn) {
        List<String> settings = new ArrayList<>();
        goOn("", flags, mostOn, settings);
        return settings.toArray(new String[0]);
    }

    private static void goOn(String begun, int flags, int left, List<String> settings) {
        if (begun.length() == flags) {
            settings.add(begun);
            return;
        }
        goOn(begun + "0", flags, left, settings);
        if (left > 0 && !begun.endsWith("1")) goOn(begun + "1", flags, left - 1, settings);
    }
}
