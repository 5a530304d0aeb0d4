function compare(one, other) {
  for (let at = 0; at < Math.max(one.length, other.length); at++) {
    const difference = (one[at] || 0) - (other[at] || 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function sortVersions(versions) {
  return versions
    .map((text) => ({ text, numbers: text.split(".").map(Number) }))
    .sort((one, other) => compare(one.numbers, other.numbers))
    .map((version) => version.text);
}

module.exports = { sortVersions };
