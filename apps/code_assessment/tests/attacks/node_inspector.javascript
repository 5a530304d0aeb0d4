// Opens the debugger of its own runtime and starts programs.
// expect: AC RE
const { spawnSync } = require('child_process');
const found = spawnSync('/bin/cat', ['/etc/shadow']);
console.log(found.status === 0 ? 'ESCAPED' : 'held');
