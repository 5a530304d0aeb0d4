def most_orders(orders: list[list[int]]) -> int:
    count = time = 0
    for minutes, deadline in sorted(orders, key=lambda order: order[1]):
        if time + minutes <= deadline:
            time += minutes
            count += 1
    return count
