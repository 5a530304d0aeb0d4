import java.util.Arrays;

public class Solution {
    private static final int PARTS = 5;

    public String[] sortVersions(String[] versions) {
        String[] sorted = versions.clone();
        Arrays.sort(sorted, (one, other) -> Arrays.compare(numbers(one), numbers(other)));
        return sorted;
    }

    private static int[] numbers(String version) {
        int[] numbers = new int[PARTS];
        String[] parts = version.split("\\.");
        for (int at = 0; at < parts.length; at++) numbers[at] = Integer.parseInt(parts[at]);
        return numbers;
    }
}
