from collections import deque


def finish_times(arrivals: list[int], durations: list[int], slice: int) -> list[int]:
    finished = [0] * len(arrivals)
    left = list(durations)
    queue: deque[int] = deque()
    time = coming = 0
    while queue or coming < len(arrivals):
        if not queue:
            time = max(time, arrivals[coming])
        while coming < len(arrivals) and arrivals[coming] <= time:
            queue.append(coming)
            coming += 1
        job = queue.popleft()
        worked = min(slice, left[job])
        time += slice
        left[job] -= worked
        while coming < len(arrivals) and arrivals[coming] <= time:
            queue.append(coming)
            coming += 1
        if left[job]:
            queue.append(job)
        else:
            finished[job] = time
    return finished
