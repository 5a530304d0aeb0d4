function disagreements(first, second) {
  const place = new Map(first.map((name, at) => [name, at + 1]));
  const tree = new Int32Array(first.length + 1);
  let count = 0;
  for (let seen = 0; seen < second.length; seen++) {
    const own = place.get(second[seen]);
    let smaller = 0;
    for (let at = own; at > 0; at -= at & -at) smaller += tree[at];
    count += seen - smaller;
    for (let at = own; at < tree.length; at += at & -at) tree[at]++;
  }
  return count;
}

module.exports = { disagreements };
