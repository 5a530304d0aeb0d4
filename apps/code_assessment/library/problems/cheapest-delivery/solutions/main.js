"use strict";

const numbers = require("fs").readFileSync(0, "utf8").split(/\s+/).map(Number);
const [depots, roads] = numbers;
const near = Array.from({ length: depots + 1 }, () => []);
for (let at = 2; at < 2 + 3 * roads; at += 3) {
  near[numbers[at]].push([numbers[at + 1], numbers[at + 2]]);
  near[numbers[at + 1]].push([numbers[at], numbers[at + 2]]);
}

class Heap {
  items = [];

  push(item) {
    const items = this.items;
    let at = items.length;
    items.push(item);
    while (at > 0 && items[(at - 1) >> 1][0] > item[0]) {
      items[at] = items[(at - 1) >> 1];
      at = (at - 1) >> 1;
    }
    items[at] = item;
  }

  pop() {
    const items = this.items;
    const top = items[0];
    const item = items.pop();
    if (items.length > 0) {
      let at = 0;
      for (;;) {
        let child = 2 * at + 1;
        if (child >= items.length) break;
        if (child + 1 < items.length && items[child + 1][0] < items[child][0]) child++;
        if (items[child][0] >= item[0]) break;
        items[at] = items[child];
        at = child;
      }
      items[at] = item;
    }
    return top;
  }
}

function cheapest() {
  const prices = new Array(2 * depots + 2).fill(Infinity);
  const heap = new Heap();
  const offer = (total, place) => {
    if (total < prices[place]) {
      prices[place] = total;
      heap.push([total, place]);
    }
  };
  offer(0, 2);
  while (heap.items.length > 0) {
    const [soFar, place] = heap.pop();
    if (soFar > prices[place]) continue;
    const depot = place >> 1;
    const isUsed = place & 1;
    if (depot === depots) return soFar;
    for (const [other, price] of near[depot]) {
      offer(soFar + price, 2 * other + isUsed);
      if (!isUsed) offer(soFar + Math.floor(price / 2), 2 * other + 1);
    }
  }
  return "impossible";
}

console.log(cheapest());
