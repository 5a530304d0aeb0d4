def shared_manager(manager: list[int], one: int, other: int) -> int:
    above = set()
    while one != -1:
        above.add(one)
        one = manager[one]
    while other not in above:
        other = manager[other]
    return other
