def disagreements(first: list[str], second: list[str]) -> int:
    place = {name: at for at, name in enumerate(first)}
    order = [place[name] for name in second]
    return sum(order[one] > order[other] for other in range(len(order)) for one in range(other))
