function compress(log) {
  const parts = [];
  let start = 0;
  while (start < log.length) {
    let end = start;
    while (end < log.length && log[end] === log[start]) end++;
    const length = end - start;
    parts.push(length < 3 ? log[start].repeat(length) : log[start] + length);
    start = end;
  }
  return parts.join("");
}

module.exports = { compress };
