function fewestWords(tag, words) {
  const known = new Set(words);
  const longest = Math.max(...words.map((word) => word.length));
  const counts = new Array(tag.length + 1).fill(Infinity);
  const ends = new Array(tag.length).fill(0);
  counts[tag.length] = 0;
  for (let start = tag.length - 1; start >= 0; start--) {
    for (let end = start + 1; end <= Math.min(start + longest, tag.length); end++) {
      if (counts[end] + 1 < counts[start] && known.has(tag.slice(start, end))) {
        counts[start] = counts[end] + 1;
        ends[start] = end;
      }
    }
  }
  if (counts[0] === Infinity) return null;
  const parts = [];
  for (let at = 0; at < tag.length; at = ends[at]) parts.push(tag.slice(at, ends[at]));
  return parts.join(" ");
}

module.exports = { fewestWords };
