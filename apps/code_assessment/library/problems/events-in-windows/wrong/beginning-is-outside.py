from bisect import bisect_left, bisect_right


def events_in_windows(times: list[int], windows: list[list[int]]) -> list[int]:
    return [bisect_right(times, end) - bisect_right(times, start) for start, end in windows]
