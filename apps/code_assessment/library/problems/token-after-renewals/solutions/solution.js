function tokenAfter(start, factor, step, modulus, times) {
  const m = BigInt(modulus);
  let a = BigInt(factor) % m;
  let b = BigInt(step) % m;
  let token = BigInt(start) % m;
  for (let left = BigInt(times); left > 0n; left /= 2n) {
    if (left % 2n === 1n) token = (a * token + b) % m;
    b = (a * b + b) % m;
    a = (a * a) % m;
  }
  return Number(token);
}

module.exports = { tokenAfter };
