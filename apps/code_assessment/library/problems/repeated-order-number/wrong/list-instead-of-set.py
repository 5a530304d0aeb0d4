def first_repeated(orders: list[str]) -> str | None:
    seen = []
    for order in orders:
        if order in seen:
            return order
        seen.append(order)
    return None
