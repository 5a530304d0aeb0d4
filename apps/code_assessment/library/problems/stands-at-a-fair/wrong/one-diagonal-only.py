def layouts(hall: list[str]) -> int:
    size = len(hall)
    free = [sum(1 << column for column in range(size) if row[column] == ".") for row in hall]

    def count(row: int, columns: int, left: int, right: int) -> int:
        if row == size:
            return 1
        total = 0
        possible = free[row] & ~(columns | left | right)
        while possible:
            cell = possible & -possible
            possible ^= cell
            total += count(row + 1, columns | cell, (left | cell) << 1, 0)
        return total

    return count(0, 0, 0, 0)
