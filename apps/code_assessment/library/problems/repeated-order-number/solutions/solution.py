def first_repeated(orders: list[str]) -> str | None:
    seen = set()
    for order in orders:
        if order in seen:
            return order
        seen.add(order)
    return None
