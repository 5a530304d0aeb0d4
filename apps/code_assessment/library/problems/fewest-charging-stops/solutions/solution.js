function fewestStops(stations, distance, reach) {
  let chargedAt = 0;
  let here = 0;
  let stops = 0;
  for (const point of [...stations, distance]) {
    if (point - chargedAt > reach) {
      chargedAt = here;
      stops++;
      if (point - chargedAt > reach) return -1;
    }
    here = point;
  }
  return stops;
}

module.exports = { fewestStops };
