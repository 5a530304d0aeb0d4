import sys
from collections import Counter


def main() -> None:
    numbers = list(map(int, sys.stdin.buffer.read().split()))
    counts = Counter(numbers[2:])
    pairs = zip(numbers[2::2], numbers[3::2], strict=True)
    critical = [at for at, (one, other) in enumerate(pairs, 1) if counts[one] == 1 or counts[other] == 1]
    print(len(critical))
    if critical:
        print(*critical)


main()
