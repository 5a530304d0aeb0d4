import sys
from datetime import datetime, timedelta


def main() -> None:
    for line in sys.stdin:
        start, *settings = line.split()
        pause, factor, longest, tries = map(int, settings)
        moment = datetime.fromisoformat(start)
        moments = []
        for _ in range(tries + 1):
            moments.append(moment.isoformat())
            moment += timedelta(seconds=pause)
            pause = min(pause * factor, longest)
        print(*moments)


main()
