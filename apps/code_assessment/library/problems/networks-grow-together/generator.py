"""Prints an input of the kind and size that the arguments name."""

import random
import sys

kind, offices, events, seed = sys.argv[1], *(int(one) for one in sys.argv[2:])
numbers = random.Random(seed)
print(offices, events)
for place in range(events):
    one, other = numbers.randint(1, offices), numbers.randint(1, offices)
    if kind == "chain" and place < events // 2:
        print("join", place + 1, place + 2)
    elif place == events - 1 or numbers.random() < 0.3:
        print("size", one)
    elif kind == "chain" or numbers.random() < 0.3:
        print("ask", one, other)
    else:
        print("join", one, other)
