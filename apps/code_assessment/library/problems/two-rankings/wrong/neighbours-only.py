def disagreements(first: list[str], second: list[str]) -> int:
    place = {name: at for at, name in enumerate(first)}
    order = [place[name] for name in second]
    return sum(before > after for before, after in zip(order, order[1:], strict=False))
