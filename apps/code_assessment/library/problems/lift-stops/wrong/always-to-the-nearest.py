def lift_stops(start: int, calls: list[list[int]]) -> list[int]:
    stops: list[int] = []
    waiting: set[int] = set()
    lowest = highest = floor = start
    direction = coming = second = 0
    while waiting or coming < len(calls):
        if not waiting and calls[coming][0] > second:
            second, direction = calls[coming][0], 0
        while coming < len(calls) and calls[coming][0] <= second:
            waiting.add(calls[coming][1])
            lowest, highest = min(waiting), max(waiting)
            coming += 1
        second += 1
        if floor in waiting:
            stops.append(floor)
            waiting.remove(floor)
            if waiting:
                lowest, highest = min(waiting), max(waiting)
            continue
        if direction is not None:
            nearest = min(waiting, key=lambda one: (abs(one - floor), -one))
            direction = 1 if nearest > floor else -1
        elif (direction > 0 and highest < floor) or (direction < 0 and lowest > floor):
            direction = -direction
        floor += direction
    return stops
