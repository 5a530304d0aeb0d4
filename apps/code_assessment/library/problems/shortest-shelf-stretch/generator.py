"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

kind, size, names, seed = sys.argv[1], *(int(one) for one in sys.argv[2:])
numbers = random.Random(seed)
if kind == "rare":
    shelf = [f"x{numbers.randrange(9)}" if numbers.random() < 0.98 else f"w{numbers.randrange(names)}" for _ in range(size)]
    wanted = {f"w{name}": 2 for name in range(names)}
else:
    shelf = [f"w{numbers.randrange(names)}" for _ in range(size)]
    wanted = {f"w{name}": numbers.randint(1, 4) for name in range(names)}
print(json.dumps([shelf, wanted]))
