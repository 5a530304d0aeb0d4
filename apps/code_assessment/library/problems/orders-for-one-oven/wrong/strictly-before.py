from heapq import heappop, heappush


def most_orders(orders: list[list[int]]) -> int:
    accepted: list[int] = []
    time = 0
    for minutes, deadline in sorted(orders, key=lambda order: order[1]):
        heappush(accepted, -minutes)
        time += minutes
        if time >= deadline:
            time += heappop(accepted)
    return len(accepted)
