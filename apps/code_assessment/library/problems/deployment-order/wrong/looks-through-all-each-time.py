import sys


def main() -> None:
    numbers = list(map(int, sys.stdin.buffer.read().split()))
    services, pairs = numbers[:2]
    before = [set() for _ in range(services + 1)]
    for at in range(2, 2 + 2 * pairs, 2):
        before[numbers[at + 1]].add(numbers[at])
    left, order, done = list(range(services, 0, -1)), [], set()
    while left:
        free = [service for service in left if before[service] <= done]
        if not free:
            print("impossible")
            return
        order += free
        done.update(free)
        left = [service for service in left if service not in done]
    print(*order)


main()
