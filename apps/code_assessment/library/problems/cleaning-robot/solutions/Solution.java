public class Solution {
    private static final int[] RIGHT = {1, 0, -1, 0};
    private static final int[] DOWN = {0, 1, 0, -1};

    public int[] cleanedCells(int width, int height, String commands) {
        boolean[][] isClean = new boolean[height][width];
        isClean[0][0] = true;
        int column = 0;
        int row = 0;
        int direction = 0;
        int count = 1;
        for (char command : commands.toCharArray()) {
            if (command == 'R') {
                direction = (direction + 1) % 4;
            } else if (command == 'L') {
                direction = (direction + 3) % 4;
            } else {
                column = Math.max(0, Math.min(width - 1, column + RIGHT[direction]));
                row = Math.max(0, Math.min(height - 1, row + DOWN[direction]));
                if (!isClean[row][column]) count++;
                isClean[row][column] = true;
            }
        }
        return new int[] {column, row, count};
    }
}
