function firstAtLeast(times, moment) {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

function eventsInWindows(times, windows) {
  return windows.map(([from, to]) => firstAtLeast(times, to + 1) - firstAtLeast(times, from));
}

module.exports = { eventsInWindows };
