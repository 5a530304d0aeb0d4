import sys


def main() -> None:
    numbers = list(map(int, sys.stdin.buffer.read().split()))
    sites, cables = numbers[:2]
    near: list[list[tuple[int, int]]] = [[] for _ in range(sites + 1)]
    for cable in range(1, cables + 1):
        one, other = numbers[2 * cable], numbers[2 * cable + 1]
        near[one].append((other, cable))
        near[other].append((one, cable))
    entered, lowest, came_by = [0] * (sites + 1), [0] * (sites + 1), [0] * (sites + 1)
    critical = []
    clock = 0
    for start in range(1, sites + 1):
        if entered[start]:
            continue
        clock += 1
        entered[start] = lowest[start] = clock
        way = [start]
        while way:
            site = way[-1]
            if near[site]:
                other, cable = near[site].pop()
                if cable == came_by[site]:
                    continue
                if entered[other]:
                    lowest[site] = min(lowest[site], entered[other])
                else:
                    clock += 1
                    entered[other] = lowest[other] = clock
                    came_by[other] = cable
                    way.append(other)
                continue
            way.pop()
            if way:
                lowest[way[-1]] = min(lowest[way[-1]], lowest[site])
                if lowest[site] == entered[site]:
                    critical.append(came_by[site])
    print(len(critical))
    if critical:
        print(*sorted(critical))


main()
