def smallest_truck(weights: list[int], days: int) -> int:
    capacity = max(weights)
    while True:
        needed, loaded = 1, 0
        for weight in weights:
            if loaded + weight > capacity:
                needed, loaded = needed + 1, 0
            loaded += weight
        if needed <= days:
            return capacity
        capacity += 1
