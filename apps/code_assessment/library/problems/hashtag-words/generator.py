"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

kind, size, count, seed = sys.argv[1], *(int(one) for one in sys.argv[2:])
numbers = random.Random(seed)
if kind == "random":
    words = sorted({"".join(numbers.choice("abc") for _ in range(numbers.randint(1, 9))) for _ in range(count)})
    tag = ""
    while len(tag) < size - 9:
        tag += numbers.choice(words)
else:
    words = ["a" * length for length in range(1, count + 1)]
    tag = "a" * (size - 1) + ("b" if kind == "dead" else "a")
print(json.dumps([tag, words]))
