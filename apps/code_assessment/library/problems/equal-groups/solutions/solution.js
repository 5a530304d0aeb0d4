function groupCounts(people, smallest) {
  const most = people.reduce((one, other) => Math.max(one, other));
  const counts = new Int32Array(most + 1);
  for (let size = smallest; size <= most; size++) {
    for (let number = size; number <= most; number += size) counts[number]++;
  }
  return people.map((number) => counts[number]);
}

module.exports = { groupCounts };
