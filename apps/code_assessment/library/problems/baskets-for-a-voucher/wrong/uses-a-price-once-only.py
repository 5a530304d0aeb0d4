def baskets(prices: list[int], voucher: int) -> list[list[int]]:
    found: list[list[int]] = []
    ordered = sorted(set(prices))

    def go_on(basket: list[int], start: int, left: int) -> None:
        if left == 0:
            found.append(basket)
            return
        for at in range(start, len(ordered)):
            if ordered[at] > left:
                break
            if at == start or ordered[at] != ordered[at - 1]:
                go_on([*basket, ordered[at]], at + 1, left - ordered[at])

    go_on([], 0, voucher)
    return found
