import sys
from heapq import heappop, heappush


def main() -> None:
    numbers = list(map(int, sys.stdin.buffer.read().split()))
    occupied: list[tuple[int, int]] = []
    free: list[int] = []
    opened = 0
    rooms = []
    for at in range(1, 2 * numbers[0], 2):
        start, end = numbers[at], numbers[at + 1]
        while occupied and occupied[0][0] <= start:
            heappush(free, heappop(occupied)[1])
        if free:
            room = heappop(free)
        else:
            opened += 1
            room = opened
        heappush(occupied, (end, room))
        rooms.append(room)
    print(*rooms)


main()
