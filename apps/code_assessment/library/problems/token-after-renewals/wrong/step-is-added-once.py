def token_after(start: int, factor: int, step: int, modulus: int, times: int) -> int:
    token = start % modulus
    while times:
        if times % 2:
            token = (factor * token + step) % modulus
        factor, step = factor * factor % modulus, (step + step) % modulus
        times //= 2
    return token
