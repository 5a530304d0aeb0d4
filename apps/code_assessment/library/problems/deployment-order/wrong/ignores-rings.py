import sys


def main() -> None:
    numbers = list(map(int, sys.stdin.buffer.read().split()))
    services, pairs = numbers[:2]
    before = [[] for _ in range(services + 1)]
    for at in range(2, 2 + 2 * pairs, 2):
        before[numbers[at + 1]].append(numbers[at])
    seen, order = set(), []
    for service in range(1, services + 1):
        stack = [(service, False)]
        while stack:
            one, is_ready = stack.pop()
            if is_ready:
                order.append(one)
            elif one not in seen:
                seen.add(one)
                stack.append((one, True))
                stack += [(other, False) for other in before[one]]
    print(*order)


main()
