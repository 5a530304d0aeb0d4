function maskCards(message) {
  return message.replace(/[0-9]+/g, (digits) =>
    digits.length >= 12 && digits.length <= 19 ? "*".repeat(digits.length - 4) + digits.slice(-4) : digits,
  );
}

module.exports = { maskCards };
