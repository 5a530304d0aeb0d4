import sys


def main() -> None:
    rows = sys.stdin.read().split()[2:]
    width = len(rows[0]) + 1
    floor = "#" * width + "".join(row + "#" for row in rows) + "#" * width
    start, target = floor.index("S"), floor.index("T")
    cells, steps, seen = [start], 0, [start]
    while cells:
        steps += 1
        further = []
        for cell in cells:
            for near in (cell - 1, cell + 1, cell - width, cell + width):
                if near == target:
                    print(steps)
                    return
                if floor[near] == "." and near not in seen:
                    seen.append(near)
                    further.append(near)
        cells = further
    print("unreachable")


main()
