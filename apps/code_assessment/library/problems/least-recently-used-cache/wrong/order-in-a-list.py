import sys


def main() -> None:
    lines = sys.stdin.read().splitlines()
    capacity = int(lines[0].split()[0])
    values: dict[str, str] = {}
    order: list[str] = []
    for line in lines[1:]:
        command, key, *value = line.split()
        if key in values:
            order.remove(key)
            order.append(key)
        if command == "get":
            print(values.get(key, "miss"))
            continue
        if key not in values:
            if len(values) == capacity:
                del values[order.pop(0)]
            order.append(key)
        values[key] = value[0]


main()
