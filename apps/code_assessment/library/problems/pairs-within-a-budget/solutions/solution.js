function pairsUpTo(amount, ordered) {
  let count = 0;
  let left = 0;
  let right = ordered.length - 1;
  while (left < right) {
    if (ordered[left] + ordered[right] <= amount) count += right - left++;
    else right--;
  }
  return count;
}

function pairsWithin(prices, least, most) {
  const ordered = [...prices].sort((one, other) => one - other);
  return pairsUpTo(most, ordered) - pairsUpTo(least - 1, ordered);
}

module.exports = { pairsWithin };
