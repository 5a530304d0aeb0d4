import sys


def main() -> None:
    rows = sys.stdin.read().split()[2:]
    width = len(rows[0]) + 1
    floor = list("#" * width + "".join(row + "#" for row in rows) + "#" * width)
    start, target = floor.index("S"), floor.index("T")
    floor[start] = "#"
    stack = [(start, 0)]
    while stack:
        cell, steps = stack.pop()
        if cell == target:
            print(steps)
            return
        for near in (cell - 1, cell + 1, cell - width, cell + width):
            if floor[near] != "#":
                floor[near] = "#" if near != target else "T"
                stack.append((near, steps + 1))
    print("unreachable")


main()
