def best_value(hours: list[int], values: list[int], capacity: int) -> int:
    best = [0] * (capacity + 1)
    for needed, value in zip(hours, values, strict=True):
        for total in range(capacity, needed - 1, -1):
            with_task = best[total - needed] + value
            if with_task > best[total]:
                best[total] = with_task
    return best[capacity]
