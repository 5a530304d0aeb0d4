import sys
from collections import deque


def main() -> None:
    stock: dict[str, deque[int]] = {}
    for line in sys.stdin:
        command, name, *rest = line.split()
        queue = stock.setdefault(name, deque())
        if command == "left":
            print(len(queue), sum(queue))
        elif command == "buy":
            for _ in range(int(rest[0])):
                queue.append(int(rest[1]))
        elif int(rest[0]) > len(queue):
            print("refused")
        else:
            print(sum(queue.popleft() for _ in range(int(rest[0]))))


main()
