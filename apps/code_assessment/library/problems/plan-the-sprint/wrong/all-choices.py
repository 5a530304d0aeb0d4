def best_value(hours: list[int], values: list[int], capacity: int) -> int:
    if not hours:
        return 0
    without = best_value(hours[1:], values[1:], capacity)
    if hours[0] > capacity:
        return without
    return max(without, values[0] + best_value(hours[1:], values[1:], capacity - hours[0]))
