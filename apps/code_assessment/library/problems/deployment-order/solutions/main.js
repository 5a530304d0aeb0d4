"use strict";

const numbers = require("fs").readFileSync(0, "utf8").split(/\s+/).map(Number);
const [services, pairs] = numbers;
const after = Array.from({ length: services + 1 }, () => []);
const waits = new Array(services + 1).fill(0);
for (let at = 2; at < 2 + 2 * pairs; at += 2) {
  after[numbers[at]].push(numbers[at + 1]);
  waits[numbers[at + 1]]++;
}
const order = [];
for (let service = 1; service <= services; service++) {
  if (waits[service] === 0) order.push(service);
}
for (let at = 0; at < order.length; at++) {
  for (const later of after[order[at]]) {
    if (--waits[later] === 0) order.push(later);
  }
}
console.log(order.length === services ? order.join(" ") : "impossible");
