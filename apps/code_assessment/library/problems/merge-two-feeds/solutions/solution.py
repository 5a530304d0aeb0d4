def merge_feeds(ours: list[int], theirs: list[int]) -> list[int]:
    merged: list[int] = []
    left = right = 0
    while left < len(ours) or right < len(theirs):
        if right == len(theirs) or (left < len(ours) and ours[left] <= theirs[right]):
            time = ours[left]
            left += 1
        else:
            time = theirs[right]
            right += 1
        if not merged or merged[-1] != time:
            merged.append(time)
    return merged
