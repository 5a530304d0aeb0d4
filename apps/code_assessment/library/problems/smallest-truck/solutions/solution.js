function daysNeeded(weights, capacity) {
  let days = 1;
  let loaded = 0;
  for (const weight of weights) {
    if (loaded + weight > capacity) {
      days++;
      loaded = 0;
    }
    loaded += weight;
  }
  return days;
}

function smallestTruck(weights, days) {
  let low = 0;
  let high = 0;
  for (const weight of weights) {
    low = Math.max(low, weight);
    high += weight;
  }
  while (low < high) {
    const capacity = Math.floor((low + high) / 2);
    if (daysNeeded(weights, capacity) <= days) high = capacity;
    else low = capacity + 1;
  }
  return low;
}

module.exports = { smallestTruck };
