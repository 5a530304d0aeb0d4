import sys


def main() -> None:
    numbers = list(map(int, sys.stdin.buffer.read().split()))
    sites = numbers[0]
    pairs = list(zip(numbers[2::2], numbers[3::2], strict=True))

    def parts(without: int) -> int:
        near: list[list[int]] = [[] for _ in range(sites + 1)]
        for cable, (one, other) in enumerate(pairs):
            if cable != without:
                near[one].append(other)
                near[other].append(one)
        seen, count = [False] * (sites + 1), 0
        for start in range(1, sites + 1):
            if seen[start]:
                continue
            count += 1
            seen[start] = True
            stack = [start]
            while stack:
                for other in near[stack.pop()]:
                    if not seen[other]:
                        seen[other] = True
                        stack.append(other)
        return count

    whole = parts(-1)
    critical = [cable + 1 for cable in range(len(pairs)) if parts(cable) > whole]
    print(len(critical))
    if critical:
        print(*critical)


main()
