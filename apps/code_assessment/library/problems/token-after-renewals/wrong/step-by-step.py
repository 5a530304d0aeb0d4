def token_after(start: int, factor: int, step: int, modulus: int, times: int) -> int:
    token = start % modulus
    for _ in range(times):
        token = (factor * token + step) % modulus
    return token
