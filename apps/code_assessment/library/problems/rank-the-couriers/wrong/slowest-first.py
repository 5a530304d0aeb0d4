def is_faster(one: int, other: int) -> bool:
    print(f"? {one} {other}", flush=True)
    return int(input()) == one


def main() -> None:
    ranking: list[int] = []
    for courier in range(1, int(input()) + 1):
        low, high = 0, len(ranking)
        while low < high:
            middle = (low + high) // 2
            if is_faster(courier, ranking[middle]):
                high = middle
            else:
                low = middle + 1
        ranking.insert(low, courier)
    print("!", *reversed(ranking), flush=True)


main()
