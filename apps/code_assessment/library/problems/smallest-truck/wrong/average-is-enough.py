def smallest_truck(weights: list[int], days: int) -> int:
    return max(max(weights), -(-sum(weights) // days))
