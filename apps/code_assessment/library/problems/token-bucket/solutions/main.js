"use strict";

const [first, ...lines] = require("fs").readFileSync(0, "utf8").split("\n").filter(Boolean);
const [capacity, rate] = first.split(" ").map(Number);
const full = capacity * 1000;
const clients = new Map();
const answers = [];
for (const line of lines) {
  const [moment, name, price] = line.split(" ");
  const now = Number(moment);
  const cost = Number(price) * 1000;
  const client = clients.get(name) || { credit: full, since: now };
  client.credit = Math.min(full, client.credit + (now - client.since) * rate);
  client.since = now;
  clients.set(name, client);
  if (cost > full) {
    answers.push("never");
  } else if (cost > client.credit) {
    answers.push(`wait ${Math.ceil((cost - client.credit) / rate)}`);
  } else {
    client.credit -= cost;
    answers.push("ok");
  }
}
console.log(answers.join("\n"));
