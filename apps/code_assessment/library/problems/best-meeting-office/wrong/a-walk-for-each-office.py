import sys


def main() -> None:
    numbers = list(map(int, sys.stdin.buffer.read().split()))
    offices = numbers[0]
    people = [0, *numbers[1 : offices + 1]]
    near: list[list[int]] = [[] for _ in range(offices + 1)]
    for at in range(offices + 1, 3 * offices - 1, 2):
        near[numbers[at]].append(numbers[at + 1])
        near[numbers[at + 1]].append(numbers[at])
    best = (1 << 60, 0)
    for start in range(1, offices + 1):
        total, steps = 0, 0
        level, seen = [start], {start}
        while level:
            total += steps * sum(people[office] for office in level)
            level = [other for office in level for other in near[office] if other not in seen]
            seen.update(level)
            steps += 1
        best = min(best, (total, start))
    print(best[1], best[0])


main()
