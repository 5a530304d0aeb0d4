def most_orders(orders: list[list[int]]) -> int:
    accepted: list[int] = []
    for minutes, deadline in sorted(orders, key=lambda order: order[1]):
        accepted.append(minutes)
        if sum(accepted) > deadline:
            accepted.remove(max(accepted))
    return len(accepted)
