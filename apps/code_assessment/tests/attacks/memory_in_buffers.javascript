// Memory outside of the heap of JavaScript.
// expect: MLE RE
const kept = []; while (true) kept.push(Buffer.alloc(10_000_000, 1));
