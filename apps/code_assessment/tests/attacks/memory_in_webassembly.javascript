// Memory that is not the engine's heap: of WebAssembly, and shared between threads.
// expect: MLE RE
const kept = [];
for (;;) {
    const memory = new WebAssembly.Memory({ initial: 512, maximum: 65536, shared: kept.length % 2 === 1 });
    new Uint8Array(memory.buffer).fill(1);
    kept.push(memory);
}
