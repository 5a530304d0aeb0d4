public class Solution {
    public int[] playOrder(int songs, int[][] moves) {
        int[] behind = new int[songs + 1];
        int[] before = new int[songs + 1];
        for (int song = 0; song <= songs; song++) {
            behind[song] = (song + 1) % (songs + 1);
            before[song] = (song + songs) % (songs + 1);
        }
        for (int[] move : moves) {
            int song = move[0];
            behind[before[song]] = behind[song];
            before[behind[song]] = before[song];
            int following = behind[move[1]];
            behind[move[1]] = song;
            before[song] = move[1];
            behind[song] = following;
            before[following] = song;
        }
        int[] order = new int[songs];
        int song = behind[0];
        for (int at = 0; at < songs; at++, song = behind[song]) order[at] = song;
        return order;
    }
}
