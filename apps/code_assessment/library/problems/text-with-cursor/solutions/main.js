"use strict";

const lines = require("fs").readFileSync(0, "utf8").split("\n");
const before = [];
const behind = [];

function move(source, target, count) {
  for (let left = Math.min(count, source.length); left > 0; left--) target.push(source.pop());
}

for (const line of lines.slice(1, Number(lines[0]) + 1)) {
  const [command, rest] = line.split(" ");
  if (command === "type") for (const letter of rest) before.push(letter);
  else if (command === "delete") before.length = Math.max(0, before.length - Number(rest));
  else if (command === "left") move(before, behind, Number(rest));
  else if (command === "right") move(behind, before, Number(rest));
  else if (command === "home") move(before, behind, before.length);
  else move(behind, before, behind.length);
}
console.log(before.concat(behind.reverse()).join("") || "(empty)");
