function twoInvoices(amounts, payment) {
  const firstPlace = new Map();
  for (let place = 0; place < amounts.length; place++) {
    const partner = firstPlace.get(payment - amounts[place]);
    if (partner !== undefined) return [partner, place];
    if (!firstPlace.has(amounts[place])) firstPlace.set(amounts[place], place);
  }
  return [];
}

module.exports = { twoInvoices };
