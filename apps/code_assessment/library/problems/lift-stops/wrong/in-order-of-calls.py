def lift_stops(start: int, calls: list[list[int]]) -> list[int]:
    return list(dict.fromkeys(floor for _, floor in calls))
