// A WebSocket server made with the npm package ws, for the feed's tests. The first part of the path names what it does with a
// connection; what is not well-formed goes past the package, straight to its socket. A client that comes back gets one good frame.
// Prints one JSON object a line: the port, then what each connection sent. Ends when its standard input ends.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const snapshot = '{"type":"SNAPSHOT","data":{"t":"SNAPSHOT","m":"BTC-USD","b":[{"q":"0.40182","p":"84077"}],"a":[{"q":"2.81690","p":"84078"}]},"ts":1,"seq":1}';
const delta = '{"type":"DELTA","data":{"t":"DELTA","m":"BTC-USD","b":[{"q":"0.00500","p":"84070","c":"0.50500"}],"a":[]},"ts":2,"seq":2}';
const twoMiB = 2 * 1024 * 1024;

const say = (object) => process.stdout.write(JSON.stringify(object) + '\n');

/** A frame as a server sends it, with a length of the shortest form. */
function frame(first, payload) {
  const length = Buffer.byteLength(payload);
  const head = length < 126 ? Buffer.from([first, length]) : Buffer.from([first, 126, length >> 8, length & 255]);
  return Buffer.concat([head, Buffer.from(payload)]);
}

/** The snapshot with so many blanks in it that it has the given length. */
function padded(length) {
  const at = snapshot.indexOf('"ts"');
  return snapshot.slice(0, at) + ' '.repeat(length - snapshot.length) + snapshot.slice(at);
}

const acts = {
  plain(ws) {
    ws.send(snapshot);
    ws.send(delta);
  },
  fragments(ws) {
    ws.send(snapshot.slice(0, 1), { fin: false });
    ws.ping('one');
    ws.send(snapshot.slice(1, 60), { fin: false });
    ws.send('', { fin: false });
    ws.pong('nobody asked');
    ws.ping('two');
    ws.send(snapshot.slice(60), { fin: true });
    ws.send(delta);
  },
  drip(ws, socket) {
    const bytes = Buffer.concat([frame(0x01, snapshot.slice(0, 80)), frame(0x89, 'between'), frame(0x80, snapshot.slice(80)), frame(0x81, delta)]);
    let at = 0;
    const next = () => {
      if (at === bytes.length || socket.destroyed) return;
      socket.write(bytes.subarray(at, ++at), () => setImmediate(next));
    };
    next();
  },
  longest(ws) {
    ws.send(padded(twoMiB));
    ws.send(delta);
  },
  oversize: (ws) => ws.send(padded(twoMiB + 1)),
  oversizeInParts(ws) {
    ws.send(padded(twoMiB - 1), { fin: false });
    ws.send('12', { fin: true });
  },
  masked: (ws, socket) => socket.write(Buffer.from([0x81, 0x82, 1, 2, 3, 4, 0x7a, 0x7f])),
  reservedBit: (ws, socket) => socket.write(frame(0xc1, snapshot)),
  opcode3: (ws, socket) => socket.write(frame(0x83, snapshot)),
  opcode11: (ws, socket) => socket.write(frame(0x8b, '')),
  longPing: (ws, socket) => socket.write(frame(0x89, 'x'.repeat(126))),
  fragmentedPing: (ws, socket) => socket.write(frame(0x09, 'x')),
  orphan: (ws, socket) => socket.write(frame(0x80, snapshot)),
  interleaved: (ws, socket) => socket.write(Buffer.concat([frame(0x01, 'x'), frame(0x81, snapshot)])),
  longLength: (ws, socket) => socket.write(Buffer.from([0x81, 126, 0, 2, 0x7b, 0x7d])),
  notUtf8: (ws, socket) => socket.write(Buffer.concat([Buffer.from([0x81, 8]), Buffer.from('{"a":"'), Buffer.from([0xc3, 0x28])])),
  splitCharacter: (ws, socket) => socket.write(Buffer.from([0x01, 2, 0x22, 0xc3, 0x80, 2, 0xa9, 0x22])),
  closeWithoutCode: (ws, socket) => socket.write(Buffer.from([0x88, 0])),
  closeOfOneByte: (ws, socket) => socket.write(Buffer.from([0x88, 1, 3])),
  closeWith1006: (ws, socket) => socket.write(Buffer.from([0x88, 2, 0x03, 0xee])),
  goingAway: (ws) => ws.close(1001, 'maintenance'),
  abrupt(ws, socket) {
    socket.write(frame(0x81, snapshot).subarray(0, 40), () => socket.resetAndDestroy());
  },
};

const http = createServer((request, response) => response.writeHead(404).end());
const server = new WebSocketServer({ noServer: true, perMessageDeflate: true, maxPayload: 1 << 20 });
const visits = new Map();

http.on('upgrade', (request, socket, head) => {
  const name = request.url.split('/')[1];
  const visit = (visits.get(name) ?? 0) + 1;
  visits.set(name, visit);
  if (name === 'wrongAccept' && visit === 1) {
    socket.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n');
    return;
  }
  server.handleUpgrade(request, socket, head, (ws) => {
    ws.on('error', (error) => say({ name, visit, event: 'error', text: error.message }));
    ws.on('pong', (data) => say({ name, visit, event: 'pong', text: data.toString() }));
    ws.on('close', (code) => say({ name, visit, event: 'close', code }));
    if (visit === 1 && acts[name]) acts[name](ws, socket);
    else ws.send(snapshot);
  });
});

http.listen(0, '127.0.0.1', () => say({ port: http.address().port }));
process.stdin.on('end', () => process.exit(0)).resume();
