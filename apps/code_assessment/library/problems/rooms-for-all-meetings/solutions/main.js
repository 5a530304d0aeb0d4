"use strict";

class Heap {
  items = [];

  push(key, value) {
    const items = this.items;
    let at = items.length;
    items.push(null);
    while (at > 0 && items[(at - 1) >> 1][0] > key) {
      items[at] = items[(at - 1) >> 1];
      at = (at - 1) >> 1;
    }
    items[at] = [key, value];
  }

  pop() {
    const items = this.items;
    const top = items[0];
    const item = items.pop();
    if (items.length > 0) {
      let at = 0;
      for (let child = 1; child < items.length; child = 2 * at + 1) {
        if (child + 1 < items.length && items[child + 1][0] < items[child][0]) child++;
        if (items[child][0] >= item[0]) break;
        items[at] = items[child];
        at = child;
      }
      items[at] = item;
    }
    return top[1];
  }
}

const numbers = require("fs").readFileSync(0, "utf8").split(/\s+/).map(Number);
const occupied = new Heap();
const free = new Heap();
const rooms = [];
let opened = 0;
for (let meeting = 0; meeting < numbers[0]; meeting++) {
  const start = numbers[1 + 2 * meeting];
  while (occupied.items.length > 0 && occupied.items[0][0] <= start) {
    const room = occupied.pop();
    free.push(room, room);
  }
  const room = free.items.length > 0 ? free.pop() : ++opened;
  occupied.push(numbers[2 + 2 * meeting], room);
  rooms.push(room);
}
console.log(rooms.join(" "));
