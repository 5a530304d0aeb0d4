"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

kind, size, swap_cost, seed = sys.argv[1], *(int(one) for one in sys.argv[2:])
numbers = random.Random(seed)
one = "".join(numbers.choice("abcdefgh") for _ in range(size))
if kind == "similar":
    other = "".join(numbers.choice(["", letter, letter, letter, letter, "z"]) for letter in one)
else:
    other = "".join(numbers.choice("abcdefgh") for _ in range(size))
print(json.dumps([one, other, swap_cost]))
