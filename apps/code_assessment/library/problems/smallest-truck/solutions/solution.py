def smallest_truck(weights: list[int], days: int) -> int:
    low, high = max(weights), sum(weights)
    while low < high:
        capacity = (low + high) // 2
        if days_needed(weights, capacity) <= days:
            high = capacity
        else:
            low = capacity + 1
    return low


def days_needed(weights: list[int], capacity: int) -> int:
    days, loaded = 1, 0
    for weight in weights:
        if loaded + weight > capacity:
            days += 1
            loaded = 0
        loaded += weight
    return days
