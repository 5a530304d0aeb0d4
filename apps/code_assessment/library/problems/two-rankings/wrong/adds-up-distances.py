def disagreements(first: list[str], second: list[str]) -> int:
    place = {name: at for at, name in enumerate(first)}
    return sum(abs(place[name] - at) for at, name in enumerate(second)) // 2
