import sys
from heapq import heappop, heappush


def main() -> None:
    numbers = list(map(int, sys.stdin.buffer.read().split()))
    depots, roads = numbers[:2]
    # Two copies of each depot: 2 * depot while the voucher is unused, 2 * depot + 1 afterwards.
    near: list[list[tuple[int, int]]] = [[] for _ in range(depots + 1)]
    for at in range(2, 2 + 3 * roads, 3):
        one, other, price = numbers[at : at + 3]
        near[one].append((other, price))

    unknown = 1 << 60
    prices = [unknown] * (2 * depots + 2)
    prices[2] = 0
    heap = [(0, 2)]
    while heap:
        so_far, place = heappop(heap)
        if so_far > prices[place]:
            continue
        depot, is_used = divmod(place, 2)
        if depot == depots:
            print(so_far)
            return
        for other, price in near[depot]:
            ways = [(so_far + price, 2 * other + is_used)]
            if not is_used:
                ways.append((so_far + price // 2, 2 * other + 1))
            for total, there in ways:
                if total < prices[there]:
                    prices[there] = total
                    heappush(heap, (total, there))
    print("impossible")


main()
