def play_order(songs: int, moves: list[list[int]]) -> list[int]:
    # A ring in which 0 is the place in front of the first song and behind the last one.
    behind = [*range(1, songs + 1), 0]
    before = [songs, *range(songs)]
    for song, after in moves:
        behind[before[song]] = behind[song]
        before[behind[song]] = before[song]
        following = behind[after]
        behind[after], before[song] = song, after
        behind[song], before[following] = following, song
    order = []
    song = behind[0]
    while song:
        order.append(song)
        song = behind[song]
    return order
