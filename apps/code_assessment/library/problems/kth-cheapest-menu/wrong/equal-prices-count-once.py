def menu_price(mains: list[int], desserts: list[int], rank: int) -> int:
    prices = sorted({main + dessert for main in mains[:2000] for dessert in desserts[:2000]})
    return prices[min(rank, len(prices)) - 1]
