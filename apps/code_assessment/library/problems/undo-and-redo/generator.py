"""Prints an input of the kind and size that the arguments name."""

import random
import sys

kind, size, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
numbers = random.Random(seed)
print(size)
for at in range(size):
    if kind == "swing":
        command = "add" if at < size // 2 else "undo" if at < size // 4 * 3 else "redo"
    else:
        command = numbers.choice(["add", "add", "undo", "undo", "redo"])
    if command == "add":
        command += " " + "".join(numbers.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(numbers.randint(1, 20)))
    print(command)
