MODULUS = 1_000_000_007


def ways_to_fill(length: int, blocks: list[int]) -> int:
    ways = [1] + [0] * length
    for total in range(1, length + 1):
        ways[total] = sum(ways[total - block] for block in blocks if block <= total) % MODULUS
    return ways[length]
