class DivisionByZero extends Error {}

function evaluate(formula, values) {
  const parts = formula.match(/[0-9]+|[a-z_]+|[-+*/()]/g);
  let at = 0;

  function sum() {
    let total = product();
    while (parts[at] === "+" || parts[at] === "-") total += parts[at++] === "+" ? product() : -product();
    return total;
  }

  function product() {
    let total = factor();
    while (parts[at] === "*" || parts[at] === "/") {
      if (parts[at++] === "*") {
        total *= factor();
      } else {
        const divisor = factor();
        if (divisor === 0) throw new DivisionByZero();
        total = Math.trunc(total / divisor);
      }
    }
    return total;
  }

  function factor() {
    let sign = 1;
    while (parts[at] === "-") {
      sign = -sign;
      at++;
    }
    const part = parts[at++];
    if (part !== "(") return sign * (/[0-9]/.test(part) ? Number(part) : values[part]);
    const value = sum();
    at++;
    return sign * value;
  }

  try {
    return sum();
  } catch (error) {
    if (error instanceof DivisionByZero) return null;
    throw error;
  }
}

module.exports = { evaluate };
