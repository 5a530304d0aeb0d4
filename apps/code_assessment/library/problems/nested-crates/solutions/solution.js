function mostNested(crates) {
  const turned = crates
    .map(([one, other]) => [Math.min(one, other), Math.max(one, other)])
    .sort((one, other) => one[0] - other[0] || other[1] - one[1]);
  const ends = [];
  for (const [, longer] of turned) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle] < longer) low = middle + 1;
      else high = middle;
    }
    ends[low] = longer;
  }
  return ends.length;
}

module.exports = { mostNested };
