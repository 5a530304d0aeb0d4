def merge_bookings(bookings: list[list[int]]) -> list[list[int]]:
    stretches: list[list[int]] = []
    for start, end in bookings:
        touching = [one for one in stretches if one[0] <= end and start <= one[1]]
        for one in touching:
            stretches.remove(one)
        stretches.append([min([start, *(one[0] for one in touching)]), max([end, *(one[1] for one in touching)])])
    return sorted(stretches)
