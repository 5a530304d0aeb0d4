"use strict";

const numbers = require("fs").readFileSync(0, "utf8").split(/\s+/).map(Number);
const offices = numbers[0];
const below = [0, ...numbers.slice(1, offices + 1)];
const near = Array.from({ length: offices + 1 }, () => []);
for (let at = offices + 1; at < 3 * offices - 1; at += 2) {
  near[numbers[at]].push(numbers[at + 1]);
  near[numbers[at + 1]].push(numbers[at]);
}
const above = new Array(offices + 1).fill(0);
const order = [1];
for (let at = 0; at < order.length; at++) {
  for (const other of near[order[at]]) {
    if (other !== above[order[at]]) {
      above[other] = order[at];
      order.push(other);
    }
  }
}
const total = new Array(offices + 1).fill(0);
for (let at = offices - 1; at > 0; at--) {
  below[above[order[at]]] += below[order[at]];
  total[1] += below[order[at]];
}
const everybody = below[1];
for (const office of order.slice(1)) total[office] = total[above[office]] + everybody - 2 * below[office];
let best = 1;
for (let office = 2; office <= offices; office++) {
  if (total[office] < total[best]) best = office;
}
console.log(`${best} ${total[best]}`);
