def finish_times(arrivals: list[int], durations: list[int], slice: int) -> list[int]:
    finished, time = [], 0
    for arrival, duration in zip(arrivals, durations, strict=True):
        time = max(time, arrival) + duration
        finished.append(time)
    return finished
