"use strict";

const rows = require("fs").readFileSync(0, "utf8").split(/\s+/).filter(Boolean).slice(2);
const width = rows[0].length + 1;
// A border of shelves around the floor; the rows lie one after the other.
const floor = [..."#".repeat(width), ...rows.map((row) => row + "#").join(""), ..."#".repeat(width)];
const start = floor.indexOf("S");
const target = floor.indexOf("T");

function stepsToTarget() {
  let cells = [start];
  floor[start] = "#";
  for (let steps = 1; cells.length > 0; steps++) {
    const further = [];
    for (const cell of cells) {
      for (const near of [cell - 1, cell + 1, cell - width, cell + width]) {
        if (near === target) return steps;
        if (floor[near] === ".") {
          floor[near] = "#";
          further.push(near);
        }
      }
    }
    cells = further;
  }
  return "unreachable";
}

console.log(stepsToTarget());
