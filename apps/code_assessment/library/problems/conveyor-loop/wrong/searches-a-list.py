def loop_length(next_station: list[int], start: int) -> int:
    visited: list[int] = []
    station = start
    while station != -1:
        if station in visited:
            return len(visited) - visited.index(station)
        visited.append(station)
        station = next_station[station]
    return 0
