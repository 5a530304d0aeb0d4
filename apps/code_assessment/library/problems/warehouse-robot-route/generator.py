"""Prints an input of the kind and size that the arguments name."""

import random
import sys

kind, rows, columns, seed = sys.argv[1], *(int(one) for one in sys.argv[2:])
numbers = random.Random(seed)
grid = [["." for _ in range(columns)] for _ in range(rows)]
for row in range(rows):
    for column in range(columns):
        if kind == "snake" and row % 2 and column != (columns - 1 if row % 4 == 1 else 0):
            grid[row][column] = "#"
        if kind == "random" and numbers.random() < 0.25:
            grid[row][column] = "#"
grid[0][0] = "S"
grid[rows - 1 - (kind == "snake" and rows % 2 == 0)][columns - 1 if kind != "snake" or rows % 4 < 3 else 0] = "T"
if kind == "random":
    grid[1][0] = grid[rows - 2][columns - 1] = "."
print(rows, columns)
print("\n".join("".join(row) for row in grid))
