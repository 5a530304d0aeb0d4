"""Prints an input of the kind and size that the arguments name."""

import json
import random
import sys

kind, size, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
numbers = random.Random(seed)


def factor(depth):
    if depth and numbers.random() < 0.4:
        return f"({term(depth - 1)} {numbers.choice('+-')} {term(depth - 1)})"
    return numbers.choice(["x", "rate_b", "-y", str(numbers.randint(1, 30)), f"- {numbers.randint(1, 9)}"])


def term(depth):
    first = factor(depth)
    return first if numbers.random() < 0.5 else f"{first}{numbers.choice(['*', '/ 7 * ', ' / 3 + '])}{factor(0)}"


if kind == "deep":
    formula = "(" * size + "1" + "".join(f" + {place % 10})" for place in range(size))
else:
    formula = "x"
    while len(formula) < size - 100:
        formula += numbers.choice([" + ", "-", " - "]) + term(3)[:60_000]
    formula = formula[:size] if formula[:size].count("(") == 0 else formula
    while len(formula) > size:
        formula = formula[: formula.rindex(" + ")] if " + " in formula else "x"
    if formula.count("(") != formula.count(")"):
        formula += ")" * (formula.count("(") - formula.count(")"))
print(json.dumps([formula, {"x": 12, "rate_b": -7, "y": 5}]))
