import sys
from math import comb


def main() -> None:
    numbers = list(map(int, sys.stdin.buffer.read().split()))
    for at in range(1, 4 * numbers[0], 4):
        seniors, juniors, size, least = numbers[at : at + 4]
        total = comb(seniors + juniors, size)
        total -= sum(comb(seniors, some) * comb(juniors, size - some) for some in range(min(least, size + 1)))
        print(total % 1_000_000_007)


main()
