import sys


def value_of(key: str, lines: list[str]) -> str | None:
    for line in reversed(lines):
        if line.startswith(key + "="):
            return line[len(key) + 1 :]
    return None


def main() -> None:
    lines = sys.stdin.read().split("\n")
    middle = lines.index("---")
    old, new = lines[:middle], lines[middle + 1 :]
    changes = []
    for key in {line.partition("=")[0] for line in lines if line not in ("", "---") and line[0] != "#"}:
        before, after = value_of(key, old), value_of(key, new)
        if before != after:
            changes.append(("+ " if before is None else "- " if after is None else "~ ") + key)
    print("\n".join(changes) or "same")


main()
