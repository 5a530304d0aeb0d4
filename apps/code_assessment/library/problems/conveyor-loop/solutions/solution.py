def loop_length(next_station: list[int], start: int) -> int:
    first_visit: dict[int, int] = {}
    station, step = start, 0
    while station != -1:
        if station in first_visit:
            return step - first_visit[station]
        first_visit[station] = step
        station = next_station[station]
        step += 1
    return 0
