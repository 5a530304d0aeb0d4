def days_until_better(prices: list[int]) -> list[int]:
    answers = [0] * len(prices)
    waiting: list[int] = []
    for day, price in enumerate(prices):
        while waiting and prices[waiting[-1]] < price:
            earlier = waiting.pop()
            answers[earlier] = day - earlier
        waiting.append(day)
    return answers
