import sys


def main() -> None:
    numbers = list(map(int, sys.stdin.buffer.read().split()))
    offices = numbers[0]
    people = [0, *numbers[1 : offices + 1]]
    people = [0] + [1] * offices
    everybody = offices
    near: list[list[int]] = [[] for _ in range(offices + 1)]
    for at in range(offices + 1, 3 * offices - 1, 2):
        near[numbers[at]].append(numbers[at + 1])
        near[numbers[at + 1]].append(numbers[at])
    above = [0] * (offices + 1)
    order = [1]
    for office in order:
        for other in near[office]:
            if other != above[office]:
                above[other] = office
                order.append(other)
    below = list(people)
    total = [0] * (offices + 1)
    for office in reversed(order[1:]):
        below[above[office]] += below[office]
        total[1] += below[office]
    for office in order[1:]:
        total[office] = total[above[office]] + everybody - 2 * below[office]
    best = min(range(1, offices + 1), key=lambda office: (total[office], office))
    print(best, total[best])


main()
