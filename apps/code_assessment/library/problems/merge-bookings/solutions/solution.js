function mergeBookings(bookings) {
  const stretches = [];
  const sorted = [...bookings].sort((one, other) => one[0] - other[0]);
  for (const [start, end] of sorted) {
    const last = stretches[stretches.length - 1];
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else stretches.push([start, end]);
  }
  return stretches;
}

module.exports = { mergeBookings };
