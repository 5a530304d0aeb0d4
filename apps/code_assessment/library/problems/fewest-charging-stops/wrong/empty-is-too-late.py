def fewest_stops(stations: list[int], distance: int, reach: int) -> int:
    charged_at = here = stops = 0
    for point in [*stations, distance]:
        if point - charged_at >= reach and here > charged_at:
            charged_at = here
            stops += 1
        if point - charged_at > reach:
            return -1
        here = point
    return stops
