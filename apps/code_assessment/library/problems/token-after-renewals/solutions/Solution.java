public class Solution {
    public int tokenAfter(int start, int factor, int step, int modulus, long times) {
        long a = factor % modulus;
        long b = step % modulus;
        long token = start % modulus;
        for (; times > 0; times /= 2) {
            if (times % 2 == 1) token = (a * token + b) % modulus;
            b = (a * b + b) % modulus;
            a = a * a % modulus;
        }
        return (int) token;
    }
}
