def pairs_within(prices: list[int], least: int, most: int) -> int:
    ordered = sorted(set(prices))
    return pairs_up_to(most, ordered) - pairs_up_to(least - 1, ordered)


def pairs_up_to(amount: int, ordered: list[int]) -> int:
    count, left, right = 0, 0, len(ordered) - 1
    while left < right:
        if ordered[left] + ordered[right] <= amount:
            count += right - left
            left += 1
        else:
            right -= 1
    return count
