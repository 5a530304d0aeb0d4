function bestPay(assignments) {
  const sorted = [...assignments].sort((one, other) => one[1] - other[1]);
  const best = [0];
  sorted.forEach(([start, , pay], place) => {
    let low = 0;
    let high = place;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle][1] <= start) low = middle + 1;
      else high = middle;
    }
    best.push(Math.max(best[place], best[low] + pay));
  });
  return best[sorted.length];
}

module.exports = { bestPay };
