"""Prints an input of the kind and size that the arguments name."""

import random
import sys

kind, capacity, commands, seed = sys.argv[1], *(int(one) for one in sys.argv[2:])
numbers = random.Random(seed)
print(capacity, commands)
for place in range(commands):
    key = place % (capacity - 1 if place < 2 * commands // 3 else capacity + 1) if kind == "round" else numbers.randrange(capacity * 2)
    if place == commands - 1 or numbers.random() < 0.5 and place > capacity:
        print(f"get k{key}")
    else:
        print(f"put k{key} {numbers.randint(0, 1_000_000_000)}")
