"""Checks an input against the constraints: fails and says which one it breaks."""

import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


rows, columns = (int(one) for one in sys.stdin.readline().split())
grid = sys.stdin.read().split("\n")
need(grid.pop() == "" and len(grid) == rows and 1 <= rows <= 500, "the number of rows is wrong")
need(1 <= columns <= 500 and all(len(row) == columns for row in grid), "the number of columns is wrong")
cells = "".join(grid)
need(set(cells) <= set(".#ST") and cells.count("S") == cells.count("T") == 1, "the cells are wrong")
