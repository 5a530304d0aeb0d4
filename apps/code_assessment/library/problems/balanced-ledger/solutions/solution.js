function balancedStretches(entries) {
  const times = new Map([[0, 1]]);
  let balance = 0;
  let count = 0;
  for (const amount of entries) {
    balance += amount;
    const before = times.get(balance) || 0;
    count += before;
    times.set(balance, before + 1);
  }
  return count;
}

module.exports = { balancedStretches };
