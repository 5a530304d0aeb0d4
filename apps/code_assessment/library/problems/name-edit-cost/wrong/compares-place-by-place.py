def edit_cost(one: str, other: str, swap_cost: int) -> int:
    swaps = sum(left != right for left, right in zip(one, other, strict=False))
    return abs(len(one) - len(other)) + swaps * min(swap_cost, 2)
