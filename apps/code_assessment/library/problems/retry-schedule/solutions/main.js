"use strict";

const lines = require("fs").readFileSync(0, "utf8").split("\n");
for (const line of lines.filter(Boolean)) {
  const [start, ...settings] = line.split(" ");
  const [first, factor, longest, tries] = settings.map(Number);
  let moment = Date.parse(start + "Z");
  let pause = first;
  const moments = [];
  for (let i = 0; i < tries; i++) {
    moments.push(new Date(moment).toISOString().slice(0, 19));
    moment += pause * 1000;
    pause = Math.min(pause * factor, longest);
  }
  console.log(moments.join(" "));
}
