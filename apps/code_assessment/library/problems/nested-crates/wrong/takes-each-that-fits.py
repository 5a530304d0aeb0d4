def most_nested(crates: list[list[int]]) -> int:
    count, shorter, longer = 0, 0, 0
    for one, other in sorted((min(crate), max(crate)) for crate in crates):
        if one > shorter and other > longer:
            count, shorter, longer = count + 1, one, other
    return count
