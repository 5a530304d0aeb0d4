from heapq import heappop, heappush


def menu_price(mains: list[int], desserts: list[int], rank: int) -> int:
    mains, desserts = sorted(mains), sorted(desserts)
    heap = [(main + desserts[0], at, 0) for at, main in enumerate(mains)]
    heap.sort()
    for _ in range(rank - 1):
        _, at, dessert = heappop(heap)
        if dessert + 1 < len(desserts):
            heappush(heap, (mains[at] + desserts[dessert + 1], at, dessert + 1))
    return heap[0][0]
