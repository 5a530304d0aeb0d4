"use strict";

const bytes = require("fs").readFileSync(0);
let at = 0;

function next() {
  while (bytes[at] <= 32) at++;
  const sign = bytes[at] === 45 ? -1 : 1;
  if (sign < 0) at++;
  let value = 0;
  while (at < bytes.length && bytes[at] > 32) value = value * 10 + (bytes[at++] - 48);
  return sign * value;
}

const shelves = next();
const deliveries = next();
const questions = next();
const changes = new Float64Array(shelves + 2);
for (let i = 0; i < deliveries; i++) {
  const first = next();
  const last = next();
  const boxes = next();
  changes[first] += boxes;
  changes[last + 1] -= boxes;
}
const totals = new Float64Array(shelves + 1);
let amount = 0;
for (let shelf = 1; shelf <= shelves; shelf++) {
  amount += changes[shelf];
  totals[shelf] = totals[shelf - 1] + amount;
}
const answers = [];
for (let i = 0; i < questions; i++) {
  const first = next();
  const last = next();
  answers.push(totals[last] - totals[first - 1]);
}
console.log(answers.join("\n"));
