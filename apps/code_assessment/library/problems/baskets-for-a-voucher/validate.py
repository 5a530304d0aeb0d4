"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


prices, voucher = json.load(sys.stdin)
need(1 <= len(prices) <= 30 and all(1 <= price <= 500 for price in prices), "the prices are out of range")
need(1 <= voucher <= 500, "the voucher is out of range")
counts = {price: prices.count(price) for price in prices}
ways = [1] + [0] * voucher
for price, count in counts.items():
    ways = [sum(ways[total - price * many] for many in range(min(count, total // price) + 1)) for total in range(voucher + 1)]
need(ways[voucher] <= 10_000, "there are more than 10,000 baskets")
