import java.util.Arrays;

public class Solution {
    public int[] groupCounts(int[] people, int smallest) {
        int most = Arrays.stream(people).max().getAsInt();
        int[] counts = new int[most + 1];
        for (int size = smallest; size <= most; size++) {
            for (int number = size; number <= most; number += size) counts[number]++;
        }
        return Arrays.stream(people).map(number -> counts[number]).toArray();
    }
}
