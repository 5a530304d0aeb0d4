def pairs_within(prices: list[int], least: int, most: int) -> int:
    return sum(least <= one + other <= most for at, one in enumerate(prices) for other in prices[:at])
