def loop_length(next_station: list[int], start: int) -> int:
    station, steps = next_station[start], 1
    while station not in (-1, start) and steps <= len(next_station):
        station = next_station[station]
        steps += 1
    return steps if station == start else 0
