import sys


def main() -> None:
    share = float(sys.stdin.readline()) / 100
    times: dict[str, list[int]] = {}
    for line in sys.stdin:
        name, time = line.split()
        times.setdefault(name, []).append(int(time))
    for name in sorted(times):
        ordered = sorted(times[name])
        place = share * (len(ordered) - 1)
        below = int(place)
        above = below + 1
        print(name, ordered[below] + (ordered[above] - ordered[below]) * (place - below))


main()
