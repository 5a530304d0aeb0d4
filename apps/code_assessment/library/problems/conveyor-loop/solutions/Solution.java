public class Solution {
    public int loopLength(int[] nextStation, int start) {
        int slow = start;
        int fast = start;
        do {
            for (int i = 0; i < 2; i++) {
                fast = nextStation[fast];
                if (fast == -1) return 0;
            }
            slow = nextStation[slow];
        } while (slow != fast);
        int length = 0;
        do {
            slow = nextStation[slow];
            length++;
        } while (slow != fast);
        return length;
    }
}
