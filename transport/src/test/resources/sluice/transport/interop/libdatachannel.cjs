// One end that is libdatachannel. Lines "KIND BASE64" come and go by standard input and output.
'use strict';
const library = require('node-datachannel');
const [role, size] = [process.argv[2], Number(process.argv[3])];
const MESSAGE_BYTES = 65536;
const FULL_BYTES = 4 << 20;

function noise(seed, length) {
  const bytes = Buffer.alloc(length);
  for (let i = 0, x = seed; i < length; i++) {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
    bytes[i] = x >>> 24;
  }
  return bytes;
}

function say(kind, text) {
  process.stdout.write(kind + ' ' + Buffer.from(text).toString('base64') + '\n');
}

function pour(channel, data) {
  let at = 0;
  const go = () => {
    while (at < data.length && channel.bufferedAmount() < FULL_BYTES) {
      channel.sendMessageBinary(data.subarray(at, at + MESSAGE_BYTES));
      at += MESSAGE_BYTES;
    }
  };
  channel.setBufferedAmountLowThreshold(FULL_BYTES / 2);
  channel.onBufferedAmountLow(go);
  go();
}

function open(connection) {
  const channel = connection.createDataChannel('theirs');
  channel.onOpen(() => pour(channel, noise(2, size)));
}

const expected = noise(1, size);
const kept = [];

const connection = new library.PeerConnection('peer', { iceServers: [], maxMessageSize: 262144 });
connection.onLocalDescription((sdp) => say('description', sdp));
connection.onLocalCandidate((candidate) => say('candidate', candidate));
connection.onDataChannel((channel) => {
  kept.push(channel);
  let received = 0;
  channel.onMessage((message) => {
    if (typeof message === 'string') {
      channel.sendMessage('echo ' + message);
      return;
    }
    const bytes = Buffer.from(message);
    if (bytes.compare(expected, received, received + bytes.length) !== 0) {
      say('error', 'other bytes at ' + received);
    }
    received += bytes.length;
    if (received === size) {
      channel.sendMessage('all ' + received);
    }
  });
});

require('readline')
  .createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [kind, text] = line.split(' ');
    const body = Buffer.from(text, 'base64').toString();
    if (kind === 'description') {
      connection.setRemoteDescription(body, role === 'offer' ? 'answer' : 'offer');
      if (role === 'answer') {
        open(connection);
      }
    }
  })
  .on('close', () => process.exit(0));
if (role === 'offer') {
  open(connection);
}
