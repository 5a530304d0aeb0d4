def best_pay(assignments: list[list[int]]) -> int:
    taken: list[tuple[int, int]] = []
    total = 0
    for start, end, pay in sorted(assignments, key=lambda one: -one[2])[:2000]:
        if all(end <= other[0] or other[1] <= start for other in taken):
            taken.append((start, end))
            total += pay
    return total
