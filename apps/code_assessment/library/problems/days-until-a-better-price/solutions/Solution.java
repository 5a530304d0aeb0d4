public class Solution {
    public int[] daysUntilBetter(int[] prices) {
        int[] answers = new int[prices.length];
        int[] waiting = new int[prices.length];
        int size = 0;
        for (int day = 0; day < prices.length; day++) {
            while (size > 0 && prices[waiting[size - 1]] < prices[day]) {
                int earlier = waiting[--size];
                answers[earlier] = day - earlier;
            }
            waiting[size++] = day;
        }
        return answers;
    }
}
