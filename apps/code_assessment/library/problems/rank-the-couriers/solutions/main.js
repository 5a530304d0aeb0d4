"use strict";

const readline = require("readline");

const lines = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();

async function read() {
  return (await lines.next()).value;
}

async function isFaster(one, other) {
  console.log(`? ${one} ${other}`);
  return Number(await read()) === one;
}

async function main() {
  const couriers = Number(await read());
  const ranking = [];
  for (let courier = 1; courier <= couriers; courier += 1) {
    let low = 0;
    let high = ranking.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (await isFaster(courier, ranking[middle])) high = middle;
      else low = middle + 1;
    }
    ranking.splice(low, 0, courier);
  }
  console.log(["!", ...ranking].join(" "));
  process.exit(0);
}

main();
