import sys
from datetime import datetime, timedelta


def main() -> None:
    for line in sys.stdin:
        start, *settings = line.split()
        pause, factor, longest, tries = map(int, settings)
        moment = datetime.fromisoformat(start)
        moments = []
        for _ in range(tries):
            moments.append(moment.isoformat())
            moment += timedelta(seconds=pause)
            pause = pause * min(factor, 2)
        print(*moments)


main()
