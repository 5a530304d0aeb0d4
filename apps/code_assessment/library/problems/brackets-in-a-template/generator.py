"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

kind, size, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
numbers = random.Random(seed)
half = [numbers.choice(["()", "[]", "{}"]) for _ in range(size // 2)]
if kind == "good":
    text = "".join(numbers.choice([pair, pair[0] + "x" + pair[1], f"({pair})"]) for pair in half[: size // 5])
else:
    text = "".join(pair[0] for pair in half) + "".join(pair[1] for pair in reversed(half))
    if kind == "late":
        text = text[:-1] + "])"[text[-1] == "]"]
    if kind == "open":
        text = "x" + text[:-7]
print(json.dumps([text]))
