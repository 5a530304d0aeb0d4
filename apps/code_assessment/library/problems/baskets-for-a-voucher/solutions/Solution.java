import java.util.*;

public class Solution {
    private final List<List<Integer>> found = new ArrayList<>();
    private final Deque<Integer> basket = new ArrayDeque<>();
    private int[] ordered;

    public List<List<Integer>> baskets(int[] prices, int voucher) {
        ordered = prices.clone();
        Arrays.sort(ordered);
        goOn(0, voucher);
        return found;
    }

    private void goOn(int start, int left) {
        if (left == 0) {
            found.add(new ArrayList<>(basket));
            return;
        }
        for (int at = start; at < ordered.length && ordered[at] <= left; at++) {
            if (at > start && ordered[at] == ordered[at - 1]) continue;
            basket.addLast(ordered[at]);
            goOn(at + 1, left - ordered[at]);
            basket.removeLast();
        }
    }
}
