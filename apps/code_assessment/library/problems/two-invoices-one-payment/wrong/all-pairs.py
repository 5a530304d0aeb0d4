def two_invoices(amounts: list[int], payment: int) -> list[int]:
    for later in range(len(amounts)):
        for earlier in range(later):
            if amounts[earlier] + amounts[later] == payment:
                return [earlier, later]
    return []
