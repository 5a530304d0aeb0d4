"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

size, share, seed = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
numbers = random.Random(seed)
lines = ["id,note,amount"]
for number in range(size):
    note = numbers.choice(['"a,b"', '"x\ny"', '"""q"""', '""']) if numbers.random() < share else "ok"
    lines.append(f"{number % 100},{note},{numbers.choice(['', '-', ''])}{numbers.randint(0, 9999)}"[:14])
print(json.dumps(["\n".join(lines)[:300_000].rsplit("\n", 1)[0] + "\n1,x,2", "amount"]))
