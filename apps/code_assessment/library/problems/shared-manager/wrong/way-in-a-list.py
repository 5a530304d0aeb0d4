def shared_manager(manager: list[int], one: int, other: int) -> int:
    above = []
    while one != -1:
        above.append(one)
        one = manager[one]
    while other not in above:
        other = manager[other]
    return other
