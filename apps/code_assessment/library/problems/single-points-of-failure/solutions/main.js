"use strict";

const numbers = require("fs").readFileSync(0, "utf8").split(/\s+/).map(Number);
const [sites, cables] = numbers;
const near = Array.from({ length: sites + 1 }, () => []);
for (let cable = 1; cable <= cables; cable++) {
  near[numbers[2 * cable]].push([numbers[2 * cable + 1], cable]);
  near[numbers[2 * cable + 1]].push([numbers[2 * cable], cable]);
}
const entered = new Array(sites + 1).fill(0);
const lowest = new Array(sites + 1).fill(0);
const cameBy = new Array(sites + 1).fill(0);
const critical = [];
let clock = 0;
for (let start = 1; start <= sites; start++) {
  if (entered[start]) continue;
  entered[start] = lowest[start] = ++clock;
  const way = [start];
  while (way.length > 0) {
    const site = way[way.length - 1];
    if (near[site].length > 0) {
      const [other, cable] = near[site].pop();
      if (cable === cameBy[site]) continue;
      if (entered[other]) {
        lowest[site] = Math.min(lowest[site], entered[other]);
      } else {
        entered[other] = lowest[other] = ++clock;
        cameBy[other] = cable;
        way.push(other);
      }
      continue;
    }
    way.pop();
    if (way.length > 0) {
      const above = way[way.length - 1];
      lowest[above] = Math.min(lowest[above], lowest[site]);
      if (lowest[site] === entered[site]) critical.push(cameBy[site]);
    }
  }
}
console.log(critical.length);
if (critical.length > 0) console.log(critical.sort((one, other) => one - other).join(" "));
