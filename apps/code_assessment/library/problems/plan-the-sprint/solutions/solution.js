function bestValue(hours, values, capacity) {
  const best = new Array(capacity + 1).fill(0);
  for (let task = 0; task < hours.length; task++) {
    for (let total = capacity; total >= hours[task]; total--) {
      best[total] = Math.max(best[total], best[total - hours[task]] + values[task]);
    }
  }
  return best[capacity];
}

module.exports = { bestValue };
