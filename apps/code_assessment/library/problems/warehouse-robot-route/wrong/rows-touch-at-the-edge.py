import sys


def main() -> None:
    rows = sys.stdin.read().split()[2:]
    width = len(rows[0])
    # A border of shelves around the floor; the rows lie one after the other.
    floor = list("#" * width + "".join(rows) + "#" * width)
    start, target = floor.index("S"), floor.index("T")
    floor[start] = "#"
    cells, steps = [start], 0
    while cells:
        steps += 1
        further = []
        for cell in cells:
            for near in (cell - 1, cell + 1, cell - width, cell + width):
                if near == target:
                    print(steps)
                    return
                if floor[near] == ".":
                    floor[near] = "#"
                    further.append(near)
        cells = further
    print("unreachable")


main()
