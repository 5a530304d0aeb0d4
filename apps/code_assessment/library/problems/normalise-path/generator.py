"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

kind, size, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
numbers = random.Random(seed)
if kind == "deep":
    path = "/a" * (size // 5 - 10) + "/.." * (size // 5 - 12) + "/end"
else:
    names = ["a", "log", "var", ".", "..", "..", "...", "", "x.y", ".env"]
    path = ""
    while len(path) < size - 5:
        path += "/" + numbers.choice(names)
print(json.dumps([path]))
