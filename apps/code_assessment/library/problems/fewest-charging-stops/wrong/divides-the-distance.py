def fewest_stops(stations: list[int], distance: int, reach: int) -> int:
    points = [0, *stations, distance]
    if any(after - before > reach for before, after in zip(points, points[1:], strict=False)):
        return -1
    return -(-distance // reach) - 1
