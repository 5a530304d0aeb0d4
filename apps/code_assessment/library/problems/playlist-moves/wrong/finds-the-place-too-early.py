def play_order(songs: int, moves: list[list[int]]) -> list[int]:
    order = list(range(1, songs + 1))
    for song, after in moves[:400]:
        place = order.index(after) + 1 if after else 0
        order.remove(song)
        order.insert(place, song)
    return order
