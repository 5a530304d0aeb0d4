import re


def evaluate(formula: str, values: dict[str, int]) -> int | None:
    parts = re.findall(r"[0-9]+|[a-z_]+|[-+*/()]", formula)
    at = 0

    def factor() -> int:
        nonlocal at
        part = parts[at]
        at += 1
        if part == "-":
            return -factor()
        if part == "(":
            value = chain()
            at += 1
            return value
        return int(part) if part.isdigit() else values[part]

    def chain() -> int:
        nonlocal at
        total = factor()
        while at < len(parts) and parts[at] != ")":
            operator = parts[at]
            at += 1
            value = factor()
            if operator == "/":
                whole = abs(total) // abs(value)
                total = whole if (total < 0) == (value < 0) else -whole
            else:
                total = {"+": total + value, "-": total - value, "*": total * value}[operator]
        return total

    try:
        return chain()
    except ZeroDivisionError:
        return None
