"""Prints an input of the kind and size that the arguments name."""

import random
import sys

kind, size, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
numbers = random.Random(seed)
print(size)
budget = 40
for place in range(size):
    if kind == "middle" and place < 40_000:
        command = "type " + "".join(numbers.choice("abcdefgh") for _ in range(20))
    elif kind == "middle" and place == 40_000:
        command = "left 400000"
    else:
        command = numbers.choice(["type", "type", "delete", "left", "right"])
        if numbers.random() < 0.001 and budget:
            budget -= 1
            command = numbers.choice(["home", "end"]) if kind == "random" else "left 1"
        elif command == "type":
            command += " " + "".join(numbers.choice("abcdefgh") for _ in range(numbers.randint(1, 2)))
        else:
            command += f" {numbers.randint(1, 3)}"
    print(command)
