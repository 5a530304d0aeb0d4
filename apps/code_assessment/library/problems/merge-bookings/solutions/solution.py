def merge_bookings(bookings: list[list[int]]) -> list[list[int]]:
    stretches: list[list[int]] = []
    for start, end in sorted(bookings):
        if stretches and start <= stretches[-1][1]:
            stretches[-1][1] = max(stretches[-1][1], end)
        else:
            stretches.append([start, end])
    return stretches
