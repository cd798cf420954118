// Sends a file from one process to another over one data channel of another WebRTC implementation:
//   node webrtc.cjs libdatachannel|libwebrtc SOURCE TARGET
// libdatachannel comes by the package node-datachannel, libwebrtc by @roamhq/wrtc, both from NODE_PATH.
// Each is used as its documentation advises: messages of 64 KiB (libwebrtc in Chromium's form), a few MiB buffered.
'use strict';
const fs = require('node:fs');
const { fork } = require('node:child_process');

const [library, source, target, sizeText] = process.argv.slice(2);
const receives = source === '-';
const MESSAGE_BYTES = 65536;
const FULL_BYTES = 8 << 20;
const LOW_BYTES = 2 << 20;

const partner = receives ? process : fork(__filename, [library, '-', target, String(fs.statSync(source).size)]);
const tell = (message) => partner.send(message);

/** The channel's few verbs that both libraries have under different names. */
function libdatachannel() {
  const { PeerConnection } = require('node-datachannel');
  const connection = new PeerConnection('bench', { iceServers: [], maxMessageSize: 262144 });
  connection.onLocalDescription((sdp, type) => tell({ sdp, type }));
  connection.onLocalCandidate((candidate, mid) => tell({ candidate, mid }));
  partner.on('message', (message) =>
    message.sdp
      ? connection.setRemoteDescription(message.sdp, message.type)
      : message.candidate && connection.addRemoteCandidate(message.candidate, message.mid));
  return {
    open(onOpen) {
      const channel = connection.createDataChannel('data');
      channel.setBufferedAmountLowThreshold(LOW_BYTES);
      const face = {
        send: (bytes) => channel.sendMessageBinary(bytes),
        buffered: () => channel.bufferedAmount(),
        onLow: (go) => channel.onBufferedAmountLow(go),
      };
      channel.onOpen(() => onOpen(face));
    },
    onMessage(take) {
      connection.onDataChannel((channel) => {
        this.kept = channel;
        channel.onMessage((message) => take(Buffer.from(message)));
      });
    },
  };
}

function libwebrtc() {
  const { RTCPeerConnection } = require('@roamhq/wrtc');
  const connection = new RTCPeerConnection({ iceServers: [] });
  let ready = Promise.resolve();
  connection.onicecandidate = ({ candidate }) => candidate && tell({ candidate });
  const describe = async (description) => {
    await connection.setLocalDescription(description);
    tell({ sdp: description.sdp, type: description.type });
  };
  partner.on('message', (message) => {
    ready = ready.then(async () => {
      if (!message.sdp) {
        return message.candidate && connection.addIceCandidate(message.candidate);
      }
      await connection.setRemoteDescription(message);
      if (message.type === 'offer') {
        await describe(await connection.createAnswer());
      }
    });
  });
  return {
    open(onOpen) {
      const channel = connection.createDataChannel('data');
      const face = {
        send: (bytes) => channel.send(bytes),
        buffered: () => channel.bufferedAmount,
        // Its event does not come each time.
        onLow: (go) => setInterval(go, 1),
      };
      channel.onopen = () => onOpen(face);
      connection.createOffer().then(describe);
    },
    onMessage(take) {
      connection.ondatachannel = ({ channel }) => {
        channel.binaryType = 'arraybuffer';
        channel.onmessage = ({ data }) => take(Buffer.from(data));
      };
    },
  };
}

const end = { libdatachannel, libwebrtc }[library]();
if (receives) {
  const file = fs.openSync(target, 'w');
  const size = Number(sizeText);
  let received = 0;
  end.onMessage((bytes) => {
    fs.writeSync(file, bytes);
    received += bytes.length;
    if (received === size) {
      fs.closeSync(file);
      tell({ done: true });
    }
  });
  tell({ ready: true });
} else {
  const file = fs.openSync(source, 'r');
  const begin = () =>
    end.open((channel) => {
      const go = () => {
        while (channel.buffered() < FULL_BYTES) {
          const bytes = Buffer.alloc(MESSAGE_BYTES);
          const length = fs.readSync(file, bytes);
          if (length === 0) {
            return;
          }
          channel.send(bytes.subarray(0, length));
        }
      };
      channel.onLow(go);
      go();
    });
  partner.on('message', (message) => {
    if (message.ready) {
      begin();
    } else if (message.done) {
      partner.on('exit', () => process.exit(0)); // Waited for, so that its processor time is counted.
      partner.kill();
    }
  });
}
