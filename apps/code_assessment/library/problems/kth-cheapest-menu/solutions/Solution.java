import java.util.Arrays;

public class Solution {
    public int menuPrice(int[] mains, int[] desserts, long rank) {
        int[] sortedMains = mains.clone();
        int[] sortedDesserts = desserts.clone();
        Arrays.sort(sortedMains);
        Arrays.sort(sortedDesserts);
        int low = 0;
        int high = 2_000_000_000;
        while (low < high) {
            int amount = low + (high - low) / 2;
            if (menusUpTo(amount, sortedMains, sortedDesserts) >= rank) high = amount;
            else low = amount + 1;
        }
        return low;
    }

    private static long menusUpTo(int amount, int[] mains, int[] desserts) {
        long count = 0;
        int fitting = desserts.length;
        for (int price : mains) {
            while (fitting > 0 && price + desserts[fitting - 1] > amount) fitting--;
            count += fitting;
        }
        return count;
    }
}
