function firstRepeated(orders) {
  const seen = new Set();
  for (const order of orders) {
    if (seen.has(order)) return order;
    seen.add(order);
  }
  return null;
}

module.exports = { firstRepeated };
