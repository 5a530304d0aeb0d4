def edit_cost(one: str, other: str, swap_cost: int) -> int:
    if not one or not other:
        return len(one) + len(other)
    if one[-1] == other[-1]:
        return edit_cost(one[:-1], other[:-1], swap_cost)
    return min(
        edit_cost(one[:-1], other, swap_cost) + 1,
        edit_cost(one, other[:-1], swap_cost) + 1,
        edit_cost(one[:-1], other[:-1], swap_cost) + swap_cost,
    )
