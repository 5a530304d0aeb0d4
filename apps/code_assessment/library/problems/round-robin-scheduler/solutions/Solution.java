import java.util.ArrayDeque;

public class Solution {
    public long[] finishTimes(int[] arrivals, int[] durations, int slice) {
        long[] finished = new long[arrivals.length];
        int[] left = durations.clone();
        ArrayDeque<Integer> queue = new ArrayDeque<>();
        long time = 0;
        int coming = 0;
        while (!queue.isEmpty() || coming < arrivals.length) {
            if (queue.isEmpty()) time = Math.max(time, arrivals[coming]);
            while (coming < arrivals.length && arrivals[coming] <= time) queue.add(coming++);
            int job = queue.remove();
            int worked = Math.min(slice, left[job]);
            time += worked;
            left[job] -= worked;
            while (coming < arrivals.length && arrivals[coming] <= time) queue.add(coming++);
            if (left[job] > 0) queue.add(job);
            else finished[job] = time;
        }
        return finished;
    }
}
