// An array that grows for ever.
// expect: MLE
const kept = []; while (true) kept.push(new Array(100000).fill(kept.length));
