"use strict";

const articles = new Map();
const answers = [];
for (const line of require("fs").readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const [command, name, countText, priceText] = line.split(" ");
  if (!articles.has(name)) articles.set(name, { queue: [], front: 0, pieces: 0, cost: 0 });
  const article = articles.get(name);
  const count = Number(countText);
  if (command === "left") {
    answers.push(`${article.pieces} ${article.cost}`);
  } else if (command === "buy") {
    article.queue.push({ pieces: count, price: Number(priceText) });
    article.pieces += count;
    article.cost += count * Number(priceText);
  } else if (count > article.pieces) {
    answers.push("refused");
  } else {
    let cost = 0;
    let missing = count;
    while (missing > 0) {
      const oldest = article.queue[article.front];
      const taken = Math.min(missing, oldest.pieces);
      cost += taken * oldest.price;
      missing -= taken;
      oldest.pieces -= taken;
      if (oldest.pieces === 0) article.front++;
    }
    article.pieces -= count;
    article.cost -= cost;
    answers.push(cost);
  }
}
console.log(answers.join("\n"));
