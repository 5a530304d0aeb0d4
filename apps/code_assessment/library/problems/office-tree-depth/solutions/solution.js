function peoplePerLevel(manager) {
  const reports = manager.map(() => []);
  let level = [];
  manager.forEach((lead, person) => (lead === -1 ? level : reports[lead]).push(person));
  const sizes = [];
  while (level.length > 0) {
    sizes.push(level.length);
    const next = [];
    for (const person of level) for (const report of reports[person]) next.push(report);
    level = next;
  }
  return sizes;
}

module.exports = { peoplePerLevel };
