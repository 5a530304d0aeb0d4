function editCost(one, other, swapCost) {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const paired = row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : swapCost);
      next.push(Math.min(paired, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[other.length];
}

module.exports = { editCost };
