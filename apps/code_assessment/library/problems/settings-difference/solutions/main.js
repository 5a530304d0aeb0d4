"use strict";

const lines = require("fs").readFileSync(0, "utf8").split("\n");
const middle = lines.indexOf("---");

function settings(part) {
  const found = new Map();
  for (const line of part) {
    if (line === "" || line.startsWith("#")) continue;
    const at = line.indexOf("=");
    found.set(line.slice(0, at), line.slice(at + 1));
  }
  return found;
}

const old = settings(lines.slice(0, middle));
const current = settings(lines.slice(middle + 1));
const changes = [];
for (const [key, value] of old) {
  if (!current.has(key)) changes.push(`- ${key}`);
  else if (current.get(key) !== value) changes.push(`~ ${key}`);
}
for (const key of current.keys()) if (!old.has(key)) changes.push(`+ ${key}`);
console.log(changes.join("\n") || "same");
