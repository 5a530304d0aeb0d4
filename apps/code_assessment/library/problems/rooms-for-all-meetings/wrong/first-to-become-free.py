import sys
from heapq import heappop, heappush


def main() -> None:
    numbers = list(map(int, sys.stdin.buffer.read().split()))
    occupied: list[tuple[int, int]] = []
    rooms = []
    for at in range(1, 2 * numbers[0], 2):
        if occupied and occupied[0][0] <= numbers[at]:
            room = heappop(occupied)[1]
        else:
            room = len(occupied) + 1
        heappush(occupied, (numbers[at + 1], room))
        rooms.append(room)
    print(*rooms)


main()
