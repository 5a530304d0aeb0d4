def play_order(songs: int, moves: list[list[int]]) -> list[int]:
    order = list(range(1, songs + 1))
    for song, after in moves[:400]:
        order.remove(song)
        order.insert(order.index(after) if after else 0, song)
    return order
