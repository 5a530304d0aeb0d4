import java.util.Arrays;
import java.util.Comparator;

public class Solution {
    public int mostTalks(int[][] talks, int walk) {
        int[][] sorted = talks.clone();
        Arrays.sort(sorted, Comparator.comparingInt(talk -> talk[1]));
        int count = 0;
        int freeFrom = 0;
        for (int[] talk : sorted) {
            if (talk[0] >= freeFrom) {
                count++;
                freeFrom = talk[1] + walk;
            }
        }
        return count;
    }
}
