def main() -> None:
    ranking: list[int] = []
    for courier in range(1, int(input()) + 1):
        place = 0
        while place < len(ranking):
            print(f"? {courier} {ranking[place]}", flush=True)
            if int(input()) == courier:
                break
            place += 1
        ranking.insert(place, courier)
    print("!", *ranking, flush=True)


main()
