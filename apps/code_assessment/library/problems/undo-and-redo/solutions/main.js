"use strict";

const lines = require("fs").readFileSync(0, "utf8").split("\n");
const done = [];
let undone = [];
for (const line of lines.slice(1, Number(lines[0]) + 1)) {
  if (line === "undo") {
    if (done.length > 0) undone.push(done.pop());
  } else if (line === "redo") {
    if (undone.length > 0) done.push(undone.pop());
  } else {
    done.push(line.slice(4));
    undone = [];
  }
}
console.log(done.join("") || "(empty)");
