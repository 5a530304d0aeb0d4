public class Solution {
    private String[] hall;
    private boolean[] columns;
    private boolean[] falling;
    private boolean[] rising;

    public int layouts(String[] hall) {
        this.hall = hall;
        columns = new boolean[hall.length];
        falling = new boolean[2 * hall.length];
        rising = new boolean[2 * hall.length];
        return count(0);
    }

    private int count(int row) {
        int size = hall.length;
        if (row == size) return 1;
        int total = 0;
        for (int column = 0; column < size; column++) {
            boolean isTaken = columns[column] || falling[row - column + size] || rising[row + column];
            if (isTaken || hall[row].charAt(column) == '#') continue;
            columns[column] = falling[row - column + size] = rising[row + column] = true;
            total += count(row + 1);
            columns[column] = falling[row - column + size] = rising[row + column] = false;
        }
        return total;
    }
}
