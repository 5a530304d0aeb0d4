def two_invoices(amounts: list[int], payment: int) -> list[int]:
    first_place: dict[int, int] = {}
    for place, amount in enumerate(amounts):
        if payment - amount in first_place:
            return [first_place[payment - amount], place]
        first_place[amount] = place
    return []
