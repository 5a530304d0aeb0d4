def edit_cost(one: str, other: str, swap_cost: int) -> int:
    row = list(range(len(other) + 1))
    for letter in one:
        diagonal, row[0] = row[0], row[0] + 1
        for at, opposite in enumerate(other, 1):
            best = diagonal if letter == opposite else diagonal + 1
            diagonal = row[at]
            if diagonal < best:
                best = diagonal + 1
            if row[at - 1] < best:
                best = row[at - 1] + 1
            row[at] = best
    return row[-1]
