"""One end that is aiortc. Lines "KIND BASE64" come and go by standard input and output."""

import asyncio
import base64
import sys

from aiortc import RTCPeerConnection, RTCSessionDescription

MESSAGE_BYTES = 65536
FULL_BYTES = 1 << 20


def noise(seed, length):
    out = bytearray(length)
    x = seed
    for i in range(length):
        x = (x * 1664525 + 1013904223) & 0xFFFFFFFF
        out[i] = x >> 24
    return bytes(out)


def say(kind, text):
    line = kind + " " + base64.b64encode(text.encode()).decode() + "\n"
    sys.stdout.write(line)
    sys.stdout.flush()


async def main(role, size):
    connection = RTCPeerConnection()
    expected = noise(1, size)
    data = noise(2, size)
    theirs = connection.createDataChannel("theirs")
    theirs.bufferedAmountLowThreshold = FULL_BYTES // 2
    at = 0

    def pour():
        nonlocal at
        while at < size and theirs.bufferedAmount < FULL_BYTES:
            theirs.send(data[at : at + MESSAGE_BYTES])
            at += MESSAGE_BYTES

    theirs.on("open", pour)
    theirs.on("bufferedamountlow", pour)

    @connection.on("datachannel")
    def on_channel(channel):
        received = 0

        @channel.on("message")
        def on_message(message):
            nonlocal received
            if isinstance(message, str):
                channel.send("echo " + message)
                return
            if message != expected[received : received + len(message)]:
                say("error", "other bytes at %d" % received)
            received += len(message)
            if received == size:
                channel.send("all %d" % received)

    async def describe(description):
        await connection.setLocalDescription(description)
        say("description", connection.localDescription.sdp)

    if role == "offer":
        await describe(await connection.createOffer())
    loop = asyncio.get_event_loop()
    while True:
        line = await loop.run_in_executor(None, sys.stdin.readline)
        if not line:
            return
        kind, text = line.split(" ")
        if kind == "description":
            sdp = base64.b64decode(text).decode()
            if role == "offer":
                await connection.setRemoteDescription(RTCSessionDescription(sdp, "answer"))
            else:
                await connection.setRemoteDescription(RTCSessionDescription(sdp, "offer"))
                await describe(await connection.createAnswer())


asyncio.run(main(sys.argv[1], int(sys.argv[2])))
