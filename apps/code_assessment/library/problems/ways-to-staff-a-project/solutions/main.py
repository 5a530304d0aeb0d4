import sys

MODULUS = 1_000_000_007
MOST = 200_000


def main() -> None:
    numbers = list(map(int, sys.stdin.buffer.read().split()))
    factorial = [1] * (MOST + 1)
    for n in range(1, MOST + 1):
        factorial[n] = factorial[n - 1] * n % MODULUS
    inverse = [1] * (MOST + 1)
    inverse[MOST] = pow(factorial[MOST], MODULUS - 2, MODULUS)
    for n in range(MOST, 0, -1):
        inverse[n - 1] = inverse[n] * n % MODULUS

    def choose(n: int, r: int) -> int:
        return factorial[n] * inverse[r] % MODULUS * inverse[n - r] % MODULUS if 0 <= r <= n else 0

    answers = []
    for at in range(1, 4 * numbers[0], 4):
        seniors, juniors, size, least = numbers[at : at + 4]
        total = choose(seniors + juniors, size)
        # With more seniors the team would be too small for its juniors, or there are not as many.
        for some in range(max(0, size - juniors), min(least, size + 1, seniors + 1)):
            total -= choose(seniors, some) * choose(juniors, size - some)
        answers.append(total % MODULUS)
    print("\n".join(map(str, answers)))


main()
