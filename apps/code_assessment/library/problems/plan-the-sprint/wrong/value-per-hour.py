def best_value(hours: list[int], values: list[int], capacity: int) -> int:
    total = 0
    for needed, value in sorted(zip(hours, values, strict=True), key=lambda task: -task[1] / task[0]):
        if needed <= capacity:
            capacity -= needed
            total += value
    return total
