function liftStops(start, calls) {
  const stops = [];
  const waiting = new Set();
  let floor = start;
  let direction = 0;
  let coming = 0;
  let second = 0;
  let lowest = 0;
  let highest = 0;
  const look = () => {
    lowest = Infinity;
    highest = -Infinity;
    for (const one of waiting) {
      lowest = Math.min(lowest, one);
      highest = Math.max(highest, one);
    }
  };
  while (waiting.size > 0 || coming < calls.length) {
    if (waiting.size === 0 && calls[coming][0] > second) {
      second = calls[coming][0];
      direction = 0;
    }
    for (; coming < calls.length && calls[coming][0] <= second; coming++) {
      waiting.add(calls[coming][1]);
      look();
    }
    second++;
    if (waiting.has(floor)) {
      stops.push(floor);
      waiting.delete(floor);
      look();
      continue;
    }
    if (direction === 0) {
      let distance = 1;
      while (!waiting.has(floor + distance) && !waiting.has(floor - distance)) distance++;
      direction = waiting.has(floor + distance) ? 1 : -1;
    } else if (direction > 0 ? highest < floor : lowest > floor) {
      direction = -direction;
    }
    floor += direction;
  }
  return stops;
}

module.exports = { liftStops };
