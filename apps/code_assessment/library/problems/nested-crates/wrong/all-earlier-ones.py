def most_nested(crates: list[list[int]]) -> int:
    turned = sorted((min(crate), max(crate)) for crate in crates)
    best: list[int] = []
    for at, (shorter, longer) in enumerate(turned):
        best.append(1 + max((best[k] for k in range(at) if turned[k][0] < shorter and turned[k][1] < longer), default=0))
    return max(best, default=0)
