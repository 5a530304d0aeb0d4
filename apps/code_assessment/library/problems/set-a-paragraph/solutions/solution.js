function spread(line, blanks) {
  const gaps = line.length - 1;
  if (gaps === 0) return line[0];
  const each = Math.floor(blanks / gaps);
  const more = blanks % gaps;
  return line.reduce((text, word, at) => text + " ".repeat(each + (at <= more ? 1 : 0)) + word);
}

function setParagraph(words, width) {
  const lines = [];
  let line = [];
  let letters = 0;
  for (const word of words) {
    if (line.length > 0 && letters + line.length + word.length > width) {
      lines.push(spread(line, width - letters));
      line = [];
      letters = 0;
    }
    line.push(word);
    letters += word.length;
  }
  lines.push(line.join(" "));
  return lines;
}

module.exports = { setParagraph };
