def days_until_better(prices: list[int]) -> list[int]:
    answers = []
    for day, price in enumerate(prices):
        later = day + 1
        while later < len(prices) and prices[later] <= price:
            later += 1
        answers.append(later - day if later < len(prices) else 0)
    return answers
