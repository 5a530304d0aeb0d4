def sort_versions(versions: list[str]) -> list[str]:
    return sorted(versions, key=lambda version: (numbers_of(version), version))


def numbers_of(version: str) -> list[int]:
    numbers = [int(part) for part in version.split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return numbers
