def shared_manager(manager: list[int], one: int, other: int) -> int:
    while one != other:
        if manager[one] != -1:
            one = manager[one]
        if manager[other] != -1:
            other = manager[other]
    return one
