def first_repeated(orders: list[str]) -> str | None:
    seen = set()
    for order in orders:
        key = order.lstrip("0")
        if key in seen:
            return order
        seen.add(key)
    return None
