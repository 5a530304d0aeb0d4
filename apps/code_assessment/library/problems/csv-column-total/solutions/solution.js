function records(text) {
  const found = [];
  let record = [];
  let at = 0;
  while (at < text.length) {
    let field = "";
    if (text[at] === '"') {
      let end = text.indexOf('"', at + 1);
      while (text[end + 1] === '"') end = text.indexOf('"', end + 2);
      field = text.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
    } else {
      let end = at;
      while (end < text.length && text[end] !== "," && text[end] !== "\n") end++;
      field = text.slice(at, end);
      at = end;
    }
    record.push(field);
    if (text[at] === "," && at + 1 === text.length) record.push("");
    if (text[at] !== ",") {
      found.push(record);
      record = [];
    }
    at++;
  }
  if (record.length > 0) found.push(record);
  return found;
}

function columnTotal(text, column) {
  const [header, ...rest] = records(text);
  const at = header.indexOf(column);
  if (at < 0) return null;
  let total = 0;
  for (const record of rest) {
    if (at < record.length && /^-?[0-9]+$/.test(record[at])) total += Number(record[at]);
  }
  return total;
}

module.exports = { columnTotal };
