MODULUS = 1_000_000_007


def ways_to_fill(length: int, blocks: list[int]) -> int:
    ways = [1] + [0] * length
    for block in blocks:
        for total in range(block, length + 1):
            ways[total] = (ways[total] + ways[total - block]) % MODULUS
    return ways[length]
