def ways_to_fill(length: int, blocks: list[int]) -> int:
    if length == 0:
        return 1
    return sum(ways_to_fill(length - block, blocks) for block in blocks if block <= length) % 1_000_000_007
