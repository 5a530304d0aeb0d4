import sys
from collections import deque


def main() -> None:
    stock: dict[str, deque[list[int]]] = {}
    totals: dict[str, list[int]] = {}
    answers = []
    for line in sys.stdin:
        command, name, *rest = line.split()
        queue, total = stock.setdefault(name, deque()), totals.setdefault(name, [0, 0])
        if command == "left":
            answers.append(f"{total[0]} {total[1]}")
            continue
        count = int(rest[0])
        if command == "buy":
            price = int(rest[1])
            queue.append([count, price])
            total[0] += count
            total[1] += count * price
        else:
            count = min(count, total[0])
            cost, missing = 0, count
            while missing:
                taken = min(missing, queue[0][0])
                cost += taken * queue[0][1]
                missing -= taken
                queue[0][0] -= taken
                if queue[0][0] == 0:
                    queue.popleft()
            total[0] -= count
            total[1] -= cost
            answers.append(str(cost))
    print("\n".join(answers))


main()
