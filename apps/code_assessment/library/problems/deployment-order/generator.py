"""Prints an input of the kind and size that the arguments name."""

import random
import sys

kind, services, pairs, seed = sys.argv[1], *(int(one) for one in sys.argv[2:])
numbers = random.Random(seed)
order = list(range(1, services + 1))
numbers.shuffle(order)
if kind == "random":
    lines = [sorted(numbers.sample(range(services), 2)) for _ in range(pairs)]
else:
    lines = [(place, place + 1) for place in range(services - 1)]
    if kind == "ring":
        lines.append((services - 1, services // 2))
print(services, len(lines))
for first, second in lines:
    print(order[first], order[second])
