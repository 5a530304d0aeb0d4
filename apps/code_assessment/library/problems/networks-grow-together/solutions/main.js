"use strict";

const lines = require("fs").readFileSync(0, "utf8").split("\n").filter(Boolean);
const offices = Number(lines[0].split(" ")[0]);
const above = Array.from({ length: offices + 1 }, (_, office) => office);
const size = new Array(offices + 1).fill(1);

function top(office) {
  while (above[office] !== office) {
    above[office] = above[above[office]];
    office = above[office];
  }
  return office;
}

const answers = [];
for (const line of lines.slice(1)) {
  const [command, one, other = one] = line.split(" ");
  const first = top(Number(one));
  const second = top(Number(other));
  if (command === "size") answers.push(size[first]);
  else if (command === "ask") answers.push(first === second ? "yes" : "no");
  else if (first !== second) {
    const [small, large] = size[first] < size[second] ? [first, second] : [second, first];
    above[small] = large;
    size[large] += size[small];
  }
}
console.log(answers.join("\n"));
