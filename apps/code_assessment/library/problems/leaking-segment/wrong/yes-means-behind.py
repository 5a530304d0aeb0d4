def main() -> None:
    low, high = 1, int(input())
    while low < high:
        middle = (low + high) // 2
        print(f"? {middle}", flush=True)
        if input() == "no":
            high = middle
        else:
            low = middle + 1
    print(f"! {low}", flush=True)


main()
