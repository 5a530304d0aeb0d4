def merge_feeds(ours: list[int], theirs: list[int]) -> list[int]:
    merged: list[int] = []
    left = right = 0
    while left < len(ours) and right < len(theirs):
        if ours[left] == theirs[right]:
            merged.append(ours[left])
            left += 1
            right += 1
        elif ours[left] < theirs[right]:
            merged.append(ours[left])
            left += 1
        else:
            merged.append(theirs[right])
            right += 1
    return merged + ours[left:] + theirs[right:]
