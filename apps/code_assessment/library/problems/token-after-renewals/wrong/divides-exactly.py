def token_after(start: int, factor: int, step: int, modulus: int, times: int) -> int:
    if factor == 1 or modulus == 1:
        return (start + step * times) % modulus
    power = pow(factor, times, modulus)
    return (power * start + step * ((power - 1) // (factor - 1))) % modulus
