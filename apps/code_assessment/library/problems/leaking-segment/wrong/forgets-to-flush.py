import sys


def main() -> None:
    low, high = 1, int(sys.stdin.readline())
    while low < high:
        middle = (low + high) // 2
        print(f"? {middle}")
        if sys.stdin.readline().strip() == "yes":
            high = middle
        else:
            low = middle + 1
    print(f"! {low}")


main()
