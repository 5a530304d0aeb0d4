def best_pay(assignments: list[list[int]]) -> int:
    total, free_from = 0, 0
    for start, end, pay in sorted(assignments, key=lambda one: one[1]):
        if start >= free_from:
            total += pay
            free_from = end
    return total
