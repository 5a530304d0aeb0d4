import re

PARTS = re.compile(r"[0-9]+|[a-z_]+|[-+*/()]")


class Formula:
    def __init__(self, text: str, values: dict[str, int]) -> None:
        self.parts = [*PARTS.findall(text), ""]
        self.values = values
        self.at = 0

    def next(self) -> str:
        self.at += 1
        return self.parts[self.at - 1]

    def sum(self) -> int:
        total = self.product()
        while self.parts[self.at] in ("+", "-"):
            total += self.product() if self.next() == "+" else -self.product()
        return total

    def product(self) -> int:
        total = self.factor()
        while self.parts[self.at] in ("*", "/"):
            if self.next() == "*":
                total *= self.factor()
            else:
                divisor = self.factor()
                total = int(total / divisor + 0.0000001)
        return total

    def factor(self) -> int:
        sign, part = 1, self.next()
        while part == "-":
            sign, part = -sign, self.next()
        if part == "(":
            value = self.sum()
            self.next()
        else:
            value = int(part) if part.isdigit() else self.values[part]
        return sign * value


def evaluate(formula: str, values: dict[str, int]) -> int | None:
    try:
        return Formula(formula, values).sum()
    except ZeroDivisionError:
        return None
