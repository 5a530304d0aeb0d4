function loopLength(nextStation, start) {
  const firstVisit = new Map();
  let station = start;
  for (let step = 0; station !== -1; step++) {
    if (firstVisit.has(station)) return step - firstVisit.get(station);
    firstVisit.set(station, step);
    station = nextStation[station];
  }
  return 0;
}

module.exports = { loopLength };
