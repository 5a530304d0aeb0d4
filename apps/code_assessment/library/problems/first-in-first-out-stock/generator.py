"""Prints an input of the kind and size that the arguments name."""

import random
import sys

kind, size, names, seed = sys.argv[1], *(int(one) for one in sys.argv[2:])
numbers = random.Random(seed)
for place in range(size):
    name = f"a{numbers.randrange(names)}"
    if kind == "pile":
        command = "buy" if place < size // 2 else "sell"
        count = numbers.randint(1, 3)
    else:
        command = numbers.choice(["buy", "sell", "sell", "left"]) if place else "left"
        count = numbers.randint(1, 3000)
    print(command, name, *([] if command == "left" else [count]), *([numbers.randint(0, 5000)] if command == "buy" else []))
