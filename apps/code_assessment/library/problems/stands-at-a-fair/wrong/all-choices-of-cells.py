from itertools import combinations


def layouts(hall: list[str]) -> int:
    size = len(hall)
    cells = [(row, column) for row in range(size) for column in range(size) if hall[row][column] == "."]
    total = 0
    for chosen in combinations(cells, size):
        total += (
            len({row for row, _ in chosen}) == size
            and len({column for _, column in chosen}) == size
            and len({row - column for row, column in chosen}) == size
            and len({row + column for row, column in chosen}) == size
        )
    return total
