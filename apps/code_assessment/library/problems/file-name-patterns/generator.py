"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

kind, count, size, seed = sys.argv[1], *(int(one) for one in sys.argv[2:])
numbers = random.Random(seed)
if kind == "nasty":
    names = ["a" * (size - place) + "b" * (place % 2) for place in range(count)]
    pattern = "*a" * 100 + "*b"
else:
    names = ["".join(numbers.choice("ab") for _ in range(numbers.randint(size // 2, size))) for _ in range(count)]
    middle = names[0][3 : size // 4]
    pattern = "*" + "".join(numbers.choice([letter, letter, letter, "?", "*"]) for letter in middle[: 12 if count < 100 else 25]) + "*"
print(json.dumps([[name[:500] for name in names], pattern]))
