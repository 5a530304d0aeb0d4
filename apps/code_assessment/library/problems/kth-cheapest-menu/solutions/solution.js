function menusUpTo(amount, mains, desserts) {
  let count = 0;
  let fitting = desserts.length;
  for (const price of mains) {
    while (fitting > 0 && price + desserts[fitting - 1] > amount) fitting--;
    count += fitting;
  }
  return count;
}

function menuPrice(mains, desserts, rank) {
  const sortedMains = Float64Array.from(mains).sort();
  const sortedDesserts = Float64Array.from(desserts).sort();
  let low = 0;
  let high = 2e9;
  while (low < high) {
    const amount = Math.floor((low + high) / 2);
    if (menusUpTo(amount, sortedMains, sortedDesserts) >= rank) high = amount;
    else low = amount + 1;
  }
  return low;
}

module.exports = { menuPrice };
