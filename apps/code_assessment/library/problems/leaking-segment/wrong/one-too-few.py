def main() -> None:
    low, high = 1, int(input())
    while low < high:
        middle = (low + high) // 2
        print(f"? {middle}", flush=True)
        if input() == "yes":
            high = middle - 1
        else:
            low = middle + 1
    print(f"! {max(1, low)}", flush=True)


main()
