import java.io.*;
import java.util.*;

public class Main {
    private static final class Article {
        private final ArrayDeque<long[]> queue = new ArrayDeque<>();
        private long pieces;
        private long cost;

        private void buy(long count, long price) {
            queue.add(new long[] {count, price});
            pieces += count;
            cost += count * price;
        }

        private String sell(long count) {
            if (count > pieces) return "refused";
            long sold = 0;
            for (long missing = count; missing > 0; ) {
                long[] oldest = queue.peek();
                long taken = Math.min(missing, oldest[0]);
                sold += taken * oldest[1];
                missing -= taken;
                oldest[0] -= taken;
                if (oldest[0] == 0) queue.remove();
            }
            pieces -= count;
            cost -= sold;
            return String.valueOf(sold);
        }
    }

    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        Map<String, Article> articles = new HashMap<>();
        StringBuilder answers = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            Article article = articles.computeIfAbsent(words[1], name -> new Article());
            if (words[0].equals("buy")) article.buy(Long.parseLong(words[2]), Long.parseLong(words[3]));
            else if (words[0].equals("sell")) answers.append(article.sell(Long.parseLong(words[2]))).append('\n');
            else answers.append(article.pieces).append(' ').append(article.cost).append('\n');
        }
        System.out.print(answers);
    }
}
