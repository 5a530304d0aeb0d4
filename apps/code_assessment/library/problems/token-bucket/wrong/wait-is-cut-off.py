import sys


def main() -> None:
    capacity, rate = map(int, sys.stdin.readline().split())
    full = capacity * 1000
    clients: dict[str, tuple[int, int]] = {}
    answers = []
    for line in sys.stdin:
        moment, name, price = line.split()
        now, cost = int(moment), int(price) * 1000
        credit, since = clients.get(name, (full, now))
        credit = min(full, credit + (now - since) * rate)
        if cost > full:
            answers.append("never")
        elif cost > credit:
            answers.append(f"wait {(cost - credit) // rate}")
        else:
            credit -= cost
            answers.append("ok")
        clients[name] = (credit, now)
    print("\n".join(answers))


main()
