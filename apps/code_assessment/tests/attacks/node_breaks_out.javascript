// What the runtime offers: its inner parts, foreign libraries, other flags, a process that outlives it.
// expect: AC
const { spawn, spawnSync } = require("child_process");
const fs = require("fs");
const tries = [
    () => process.dlopen({ exports: {} }, "/proc/1/exe"),
    () => fs.readFileSync("/proc/1/environ"),
    () => fs.writeFileSync("/work/main.js", "x"),
    () => fs.readFileSync("/etc/shadow"),
    () => process.setuid(0),
    () => fs.symlinkSync("/etc/passwd", "/work/x"),
];
for (const one of tries) {
    try {
        one();
        console.log("ESCAPED", String(one));
    } catch (error) {
        continue;
    }
}
spawn("sleep", ["600"], { detached: true, stdio: "ignore" }).unref();
spawnSync(process.execPath, ["--max-old-space-size=100000", "-e", "1"]);
console.log("held");
