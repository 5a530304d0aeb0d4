"""Prints an input of the kind and size that the arguments name."""

import random
import sys

capacity, rate, size, clients, longest, seed = (int(one) for one in sys.argv[1:])
numbers = random.Random(seed)
print(capacity, rate)
now = numbers.randint(0, 1000)
for _ in range(size):
    now += numbers.choice([0, 0, numbers.randint(0, longest)])
    print(now, f"c{numbers.randrange(clients)}", numbers.choice([1, 2, numbers.randint(1, min(1_000_000, capacity + 2))]))
