"use strict";

const [first, ...lines] = require("fs").readFileSync(0, "utf8").split("\n").filter(Boolean);
const root = { total: 0, inside: new Map() };
for (const line of lines) {
  const [size, path] = line.split(" ");
  let folder = root;
  folder.total += Number(size);
  for (const name of path.split("/").slice(1, -1)) {
    if (!folder.inside.has(name)) folder.inside.set(name, { total: 0, inside: new Map() });
    folder = folder.inside.get(name);
    folder.total += Number(size);
  }
}

const large = [];
function visit(folder, path) {
  if (folder.total < Number(first)) return;
  large.push(`${path || "/"} ${folder.total}`);
  for (const name of [...folder.inside.keys()].sort()) visit(folder.inside.get(name), `${path}/${name}`);
}

visit(root, "");
console.log(large.join("\n") || "none");
