"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import re
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


formula, values = json.load(sys.stdin)
need(1 <= len(formula) <= 20_000 and len(values) <= 100, "a size is out of range")
need(all(re.fullmatch(r"[a-z_]{1,10}", name) and abs(one) <= 1_000_000_000 for name, one in values.items()), "a value is wrong")
parts = re.findall(r"[0-9]+|[a-z_]+|[-+*/()]|[^ ]", formula)
need(all(re.fullmatch(r"[0-9]{1,9}|[-+*/()]", part) or part in values for part in parts), "a part is unknown")
depth, wants_value = 0, True
for part in parts:
    if wants_value:
        need(part not in ("+", "*", "/", ")"), f"{part} stands where a value should")
        depth += part == "("
        wants_value = part in ("-", "(")
    else:
        need(part in ("+", "-", "*", "/", ")"), f"{part} stands where an operator should")
        depth -= part == ")"
        wants_value = part != ")"
    need(0 <= depth <= 500, "the brackets are wrong or too deep")
need(depth == 0 and not wants_value, "the formula ends too early")
