function fits(name, pattern) {
  // For the beginning of the pattern read so far: which beginnings of the name does it fit?
  let row = new Array(name.length + 1).fill(false);
  row[0] = true;
  for (const sign of pattern) {
    const next = [sign === "*" && row[0]];
    for (let at = 1; at <= name.length; at++) {
      if (sign === "*") next.push(row[at] || next[at - 1]);
      else next.push(row[at - 1] && (sign === "?" || sign === name[at - 1]));
    }
    row = next;
  }
  return row[name.length];
}

function matchingNames(names, pattern) {
  return names.filter((name) => fits(name, pattern));
}

module.exports = { matchingNames };
