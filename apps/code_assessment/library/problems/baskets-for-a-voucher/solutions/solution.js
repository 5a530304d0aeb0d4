function baskets(prices, voucher) {
  const found = [];
  const ordered = [...prices].sort((one, other) => one - other);
  function goOn(basket, start, left) {
    if (left === 0) {
      found.push(basket);
      return;
    }
    for (let at = start; at < ordered.length && ordered[at] <= left; at++) {
      if (at === start || ordered[at] !== ordered[at - 1]) {
        goOn([...basket, ordered[at]], at + 1, left - ordered[at]);
      }
    }
  }
  goOn([], 0, voucher);
  return found;
}

module.exports = { baskets };
