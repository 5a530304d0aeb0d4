"""Prints an input of the kind and size that the arguments name."""

import random
import sys

size, names, seed = (int(one) for one in sys.argv[1:])
numbers = random.Random(seed)
noise = ["restarting worker", "GET  /double 200 5", "GET /no-time 200", "", "POST cart 200 7", "TRACE /x 200 1"]
for _ in range(size):
    if numbers.random() < 0.05:
        print(numbers.choice(noise))
        continue
    method = numbers.choice(["GET", "GET", "GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"])
    path = f"/page/{int(names * numbers.random() ** 2)}"
    print(method, path, numbers.choice([200, 200, 200, 201, 301, 404, 500, 503]), numbers.randint(0, 2000))
