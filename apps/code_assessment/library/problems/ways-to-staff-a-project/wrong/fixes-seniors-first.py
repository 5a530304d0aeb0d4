import sys
from math import comb


def main() -> None:
    numbers = list(map(int, sys.stdin.buffer.read().split()))
    for at in range(1, 4 * numbers[0], 4):
        seniors, juniors, size, least = numbers[at : at + 4]
        rest = seniors + juniors - least
        print(comb(seniors, least) * comb(rest, size - least) % 1_000_000_007 if least <= size and rest >= 0 else 0)


main()
