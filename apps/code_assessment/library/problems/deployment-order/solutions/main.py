import sys


def main() -> None:
    numbers = list(map(int, sys.stdin.buffer.read().split()))
    services, pairs = numbers[:2]
    after = [[] for _ in range(services + 1)]
    waits = [0] * (services + 1)
    for at in range(2, 2 + 2 * pairs, 2):
        after[numbers[at]].append(numbers[at + 1])
        waits[numbers[at + 1]] += 1
    order = [service for service in range(1, services + 1) if waits[service] == 0]
    for service in order:
        for later in after[service]:
            waits[later] -= 1
            if waits[later] == 0:
                order.append(later)
    print(*order) if len(order) == services else print("impossible")


main()
