function flagSettings(flags, mostOn) {
  const settings = [];
  function goOn(begun, left) {
    if (begun.length === flags) {
      settings.push(begun);
      return;
    }
    goOn(begun + "0", left);
    if (left > 0 && !begun.endsWith("1")) goOn(begun + "1", left - 1);
  }
  goOn("", mostOn);
  return settings;
}

module.exports = { flagSettings };
