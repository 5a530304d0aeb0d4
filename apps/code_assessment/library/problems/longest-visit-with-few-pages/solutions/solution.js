function longestVisit(clicks, pages) {
  const counts = new Map();
  let left = 0;
  let best = 0;
  for (let right = 0; right < clicks.length; right++) {
    counts.set(clicks[right], (counts.get(clicks[right]) || 0) + 1);
    while (counts.size > pages) {
      const gone = clicks[left++];
      if (counts.get(gone) === 1) counts.delete(gone);
      else counts.set(gone, counts.get(gone) - 1);
    }
    best = Math.max(best, right - left + 1);
  }
  return best;
}

module.exports = { longestVisit };
