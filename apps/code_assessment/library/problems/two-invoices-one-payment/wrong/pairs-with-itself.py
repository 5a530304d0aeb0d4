def two_invoices(amounts: list[int], payment: int) -> list[int]:
    places = {amount: place for place, amount in enumerate(amounts)}
    for place, amount in enumerate(amounts):
        if payment - amount in places:
            return sorted([places[payment - amount], place])
    return []
