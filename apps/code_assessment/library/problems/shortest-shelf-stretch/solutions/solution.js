function shortestStretch(shelf, wanted) {
  const needed = new Map(Object.entries(wanted));
  let missing = 0;
  for (const count of needed.values()) missing += count;
  let best = [];
  let left = 0;
  shelf.forEach((article, right) => {
    if (!needed.has(article)) return;
    if (needed.get(article) > 0) missing--;
    needed.set(article, needed.get(article) - 1);
    for (; missing === 0; left++) {
      if (best.length === 0 || right - left < best[1] - best[0]) best = [left, right];
      if (needed.has(shelf[left])) {
        needed.set(shelf[left], needed.get(shelf[left]) + 1);
        if (needed.get(shelf[left]) > 0) missing++;
      }
    }
  });
  return best;
}

module.exports = { shortestStretch };
