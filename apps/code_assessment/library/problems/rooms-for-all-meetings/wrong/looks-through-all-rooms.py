import sys


def main() -> None:
    numbers = list(map(int, sys.stdin.buffer.read().split()))
    ends: list[int] = []
    rooms = []
    for at in range(1, 2 * numbers[0], 2):
        start, end = numbers[at], numbers[at + 1]
        room = next((room for room, free_from in enumerate(ends) if free_from <= start), len(ends))
        ends[room : room + 1] = [end]
        rooms.append(room + 1)
    print(*rooms)


main()
