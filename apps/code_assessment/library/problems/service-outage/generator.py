"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

kind, services, needs, seed = sys.argv[1], *(int(one) for one in sys.argv[2:])
numbers = random.Random(seed)
names = [f"svc-{number}" for number in range(services)]
numbers.shuffle(names)
table = {name: [] for name in sorted(names)}
for place in range(needs):
    first = place if kind == "chain" else numbers.randrange(services)
    second = place + 1 if kind == "chain" else numbers.randrange(services)
    table[names[first]].append(names[second])
print(json.dumps([table, names[-1]]))
