"use strict";

const lines = require("fs").readFileSync(0, "utf8").split("\n");
const capacity = Number(lines[0].split(" ")[0]);
const count = Number(lines[0].split(" ")[1]);
const cache = new Map();
const answers = [];
for (let at = 1; at <= count; at++) {
  const [command, key, value] = lines[at].split(" ");
  if (command === "get") {
    if (!cache.has(key)) {
      answers.push("miss");
      continue;
    }
    const found = cache.get(key);
    cache.delete(key);
    cache.set(key, found);
    answers.push(found);
  } else {
    if (cache.has(key)) cache.delete(key);
    else if (cache.size === capacity) cache.delete(cache.keys().next().value);
    cache.set(key, value);
  }
}
console.log(answers.join("\n"));
