from collections import Counter


def first_repeated(orders: list[str]) -> str | None:
    counts = Counter(orders)
    for order in orders:
        if counts[order] > 1:
            return order
    return None
