import java.util.Arrays;

public class Solution {
    public int[] mergeFeeds(int[] ours, int[] theirs) {
        int[] merged = new int[ours.length + theirs.length];
        int size = 0;
        int left = 0;
        int right = 0;
        while (left < ours.length || right < theirs.length) {
            boolean takeOurs = right == theirs.length || (left < ours.length && ours[left] <= theirs[right]);
            int time = takeOurs ? ours[left++] : theirs[right++];
            if (size == 0 || merged[size - 1] != time) merged[size++] = time;
        }
        return Arrays.copyOf(merged, size);
    }
}
