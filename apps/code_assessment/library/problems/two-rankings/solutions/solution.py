def disagreements(first: list[str], second: list[str]) -> int:
    place = {name: at for at, name in enumerate(first)}
    order = [place[name] for name in second]
    count, width = 0, 1
    while width < len(order):
        merged: list[int] = []
        for start in range(0, len(order), 2 * width):
            left, right = order[start : start + width], order[start + width : start + 2 * width]
            at = 0
            for one in right:
                while at < len(left) and left[at] < one:
                    merged.append(left[at])
                    at += 1
                merged.append(one)
                count += len(left) - at
            merged += left[at:]
        order = merged
        width *= 2
    return count
