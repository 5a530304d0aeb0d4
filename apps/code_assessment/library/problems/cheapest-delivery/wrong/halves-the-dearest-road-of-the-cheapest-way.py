import sys
from heapq import heappop, heappush


def main() -> None:
    numbers = list(map(int, sys.stdin.buffer.read().split()))
    depots, roads = numbers[:2]
    near: list[list[tuple[int, int]]] = [[] for _ in range(depots + 1)]
    for at in range(2, 2 + 3 * roads, 3):
        one, other, price = numbers[at : at + 3]
        near[one].append((other, price))
        near[other].append((one, price))
    done, heap = set(), [(0, 0, 1)]
    while heap:
        so_far, dearest, depot = heappop(heap)
        if depot in done:
            continue
        done.add(depot)
        if depot == depots:
            print(so_far - dearest + dearest // 2)
            return
        for other, price in near[depot]:
            heappush(heap, (so_far + price, max(dearest, price), other))
    print("impossible")


main()
