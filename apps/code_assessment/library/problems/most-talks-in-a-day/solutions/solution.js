function mostTalks(talks, walk) {
  let count = 0;
  let freeFrom = 0;
  for (const [start, end] of [...talks].sort((one, other) => one[1] - other[1])) {
    if (start >= freeFrom) {
      count++;
      freeFrom = end + walk;
    }
  }
  return count;
}

module.exports = { mostTalks };
