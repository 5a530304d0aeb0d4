// Opens a connection from Node.
// expect: AC
const socket = require('net').connect(53, '1.1.1.1');
socket.on('connect', () => { console.log('ESCAPED'); process.exit(); });
socket.on('error', () => { console.log('held'); process.exit(); });
