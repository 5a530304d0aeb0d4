def baskets(prices: list[int], voucher: int) -> list[list[int]]:
    ordered = sorted(prices)
    found = set()
    for chosen in range(1 << len(ordered)):
        basket = tuple(price for at, price in enumerate(ordered) if chosen >> at & 1)
        if sum(basket) == voucher:
            found.add(basket)
    return sorted(list(basket) for basket in found)
