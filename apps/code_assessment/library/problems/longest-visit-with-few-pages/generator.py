"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

kind, size, names, pages, seed = sys.argv[1], *(int(one) for one in sys.argv[2:])
numbers = random.Random(seed)
if kind == "different":
    clicks = [f"p{place}" for place in range(size)]
elif kind == "blocks":
    clicks = [f"p{(place // 700) * 7 % names + numbers.randrange(2)}" for place in range(size)]
else:
    clicks = [f"p{numbers.randrange(names)}" for _ in range(size)]
print(json.dumps([clicks, pages]))
