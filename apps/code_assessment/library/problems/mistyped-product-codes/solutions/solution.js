function mistypedGroups(codes) {
  const groups = new Map();
  for (const code of new Set(codes)) {
    const key = [...code].sort().join("");
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(code);
  }
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group) => group.sort())
    .sort((one, other) => (one[0] < other[0] ? -1 : 1));
}

module.exports = { mistypedGroups };
