const MODULUS = 1_000_000_007;

function waysToFill(length, blocks) {
  const ways = new Array(length + 1).fill(0);
  ways[0] = 1;
  for (let total = 1; total <= length; total++) {
    for (const block of blocks) {
      if (block <= total) ways[total] = (ways[total] + ways[total - block]) % MODULUS;
    }
  }
  return ways[length];
}

module.exports = { waysToFill };
