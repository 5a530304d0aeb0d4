import sys


def main() -> None:
    numbers = list(map(int, sys.stdin.buffer.read().split()))
    depots, roads = numbers[:2]
    near: list[list[tuple[int, int]]] = [[] for _ in range(depots + 1)]
    for at in range(2, 2 + 3 * roads, 3):
        one, other, price = numbers[at : at + 3]
        near[one].append((other, price))
        near[other].append((one, price))
    prices, done = {2: 0}, set()
    while True:
        place = min((one for one in prices if one not in done), key=lambda one: prices[one], default=None)
        if place is None:
            print("impossible")
            return
        if place // 2 == depots:
            print(prices[place])
            return
        done.add(place)
        depot, is_used = divmod(place, 2)
        for other, price in near[depot]:
            for there, total in ((2 * other + is_used, price), (2 * other + 1, price if is_used else price // 2)):
                prices[there] = min(prices.get(there, 1 << 60), prices[place] + total)


main()
