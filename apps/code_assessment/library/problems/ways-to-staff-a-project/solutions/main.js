"use strict";

const MODULUS = 1_000_000_007;
const MOST = 200_000;

// The product modulo MODULUS; the first factor is cut in two so that nothing exceeds 2 ** 53.
function times(one, other) {
  return ((((one >>> 16) * other) % MODULUS) * 65536 + (one & 65535) * other) % MODULUS;
}

function power(base, exponent) {
  let result = 1;
  for (; exponent > 0; exponent = Math.floor(exponent / 2)) {
    if (exponent % 2 === 1) result = times(result, base);
    base = times(base, base);
  }
  return result;
}

const factorial = [1];
for (let n = 1; n <= MOST; n++) factorial.push(times(factorial[n - 1], n));
const inverse = new Array(MOST + 1);
inverse[MOST] = power(factorial[MOST], MODULUS - 2);
for (let n = MOST; n > 0; n--) inverse[n - 1] = times(inverse[n], n);

function choose(n, r) {
  return r >= 0 && r <= n ? times(times(factorial[n], inverse[r]), inverse[n - r]) : 0;
}

const numbers = require("fs").readFileSync(0, "utf8").split(/\s+/).map(Number);
const answers = [];
for (let question = 0; question < numbers[0]; question++) {
  const [seniors, juniors, size, least] = numbers.slice(1 + 4 * question, 5 + 4 * question);
  let total = choose(seniors + juniors, size);
  for (let some = Math.max(0, size - juniors); some < least && some <= Math.min(size, seniors); some++) {
    total -= times(choose(seniors, some), choose(juniors, size - some));
    if (total < 0) total += MODULUS;
  }
  answers.push(total);
}
console.log(answers.join("\n"));
