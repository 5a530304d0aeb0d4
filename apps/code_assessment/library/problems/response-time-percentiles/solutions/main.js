"use strict";

const [first, ...lines] = require("fs").readFileSync(0, "utf8").split("\n").filter(Boolean);
const times = new Map();
for (const line of lines) {
  const [name, time] = line.split(" ");
  if (!times.has(name)) times.set(name, []);
  times.get(name).push(Number(time));
}
for (const name of [...times.keys()].sort()) {
  const ordered = times.get(name).sort((one, other) => one - other);
  const place = (Number(first) / 100) * (ordered.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, ordered.length - 1);
  console.log(name, ordered[below] + (ordered[above] - ordered[below]) * (place - below));
}
