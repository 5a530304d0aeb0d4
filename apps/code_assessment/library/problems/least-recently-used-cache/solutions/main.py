import sys
from collections import OrderedDict


def main() -> None:
    lines = sys.stdin.read().splitlines()
    capacity = int(lines[0].split()[0])
    cache: OrderedDict[str, str] = OrderedDict()
    answers = []
    for line in lines[1:]:
        command, key, *value = line.split()
        if command == "get":
            answers.append(cache.get(key, "miss"))
            if key in cache:
                cache.move_to_end(key)
            continue
        if key in cache:
            cache.move_to_end(key)
        elif len(cache) == capacity:
            cache.popitem(last=False)
        cache[key] = value[0]
    print("\n".join(answers))


main()
