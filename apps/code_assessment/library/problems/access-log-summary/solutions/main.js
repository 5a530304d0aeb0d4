"use strict";

const REQUEST = /^(?:GET|POST|PUT|DELETE|PATCH|HEAD) (\/[^ ]*) ([0-9]{3}) ([0-9]+)$/;
const lines = require("fs").readFileSync(0, "utf8").split("\n");
if (lines[lines.length - 1] === "") lines.pop();

let skipped = 0;
const paths = new Map();
for (const line of lines) {
  const match = REQUEST.exec(line);
  if (!match) {
    skipped++;
    continue;
  }
  const [, path, status, time] = match;
  if (!paths.has(path)) paths.set(path, { path, requests: 0, errors: 0, total: 0 });
  const counts = paths.get(path);
  counts.requests++;
  if (status.startsWith("5")) counts.errors++;
  counts.total += Number(time);
}
const sorted = [...paths.values()].sort((a, b) => b.requests - a.requests || (a.path < b.path ? -1 : 1));
for (const { path, requests, errors, total } of sorted) {
  console.log(`${path} ${requests} ${errors} ${Math.floor(total / requests)}`);
}
console.log(`skipped ${skipped}`);
