import java.util.Arrays;

public class Solution {
    public int mostNested(int[][] crates) {
        int[][] turned = new int[crates.length][];
        for (int at = 0; at < crates.length; at++) {
            int[] crate = crates[at];
            turned[at] = new int[] {Math.min(crate[0], crate[1]), Math.max(crate[0], crate[1])};
        }
        Arrays.sort(turned, (one, other) ->
                one[0] != other[0] ? Integer.compare(one[0], other[0]) : Integer.compare(other[1], one[1]));
        int[] ends = new int[crates.length];
        int count = 0;
        for (int[] crate : turned) {
            int place = Arrays.binarySearch(ends, 0, count, crate[1]);
            if (place < 0) place = -place - 1;
            ends[place] = crate[1];
            if (place == count) count++;
        }
        return count;
    }
}
