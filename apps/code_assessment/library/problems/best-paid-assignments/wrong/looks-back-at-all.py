def best_pay(assignments: list[list[int]]) -> int:
    ordered = sorted(assignments, key=lambda one: one[1])
    best = [0]
    for start, _, pay in ordered:
        in_time = sum(end <= start for _, end, _ in ordered)
        best.append(max(best[-1], best[in_time] + pay))
    return best[-1]
