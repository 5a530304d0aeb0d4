function bestRun(results) {
  let whole = results[0];
  let best = whole;
  let forgiven = -Infinity;
  for (const result of results.slice(1)) {
    forgiven = Math.max(whole, forgiven + result);
    whole = Math.max(whole, 0) + result;
    best = Math.max(best, whole, forgiven);
  }
  return best;
}

module.exports = { bestRun };
