def menu_price(mains: list[int], desserts: list[int], rank: int) -> int:
    mains, desserts = sorted(mains), sorted(desserts)
    low, high = mains[0] + desserts[0], mains[-1] + desserts[-1]
    while low < high:
        amount = (low + high) // 2
        if menus_up_to(amount, mains, desserts) > rank:
            high = amount
        else:
            low = amount + 1
    return low


def menus_up_to(amount: int, mains: list[int], desserts: list[int]) -> int:
    count, fitting = 0, len(desserts)
    for price in mains:
        left = amount - price
        while fitting and desserts[fitting - 1] > left:
            fitting -= 1
        if not fitting:
            break
        count += fitting
    return count
