function affectedServices(needs, failed) {
  const neededBy = new Map();
  for (const [service, needed] of Object.entries(needs)) {
    for (const one of needed) {
      if (!neededBy.has(one)) neededBy.set(one, []);
      neededBy.get(one).push(service);
    }
  }
  const reached = new Set([failed]);
  const waiting = [failed];
  while (waiting.length > 0) {
    for (const service of neededBy.get(waiting.pop()) || []) {
      if (!reached.has(service)) {
        reached.add(service);
        waiting.push(service);
      }
    }
  }
  reached.delete(failed);
  return [...reached].sort();
}

module.exports = { affectedServices };
