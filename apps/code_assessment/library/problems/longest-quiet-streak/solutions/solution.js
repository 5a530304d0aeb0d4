function longestQuietStreak(incidents, limit) {
  let best = 0;
  let current = 0;
  for (const count of incidents) {
    current = count <= limit ? current + 1 : 0;
    best = Math.max(best, current);
  }
  return best;
}

module.exports = { longestQuietStreak };
