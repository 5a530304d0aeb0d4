function daysUntilBetter(prices) {
  const answers = new Array(prices.length).fill(0);
  const waiting = [];
  for (let day = 0; day < prices.length; day++) {
    while (waiting.length > 0 && prices[waiting[waiting.length - 1]] < prices[day]) {
      const earlier = waiting.pop();
      answers[earlier] = day - earlier;
    }
    waiting.push(day);
  }
  return answers;
}

module.exports = { daysUntilBetter };
