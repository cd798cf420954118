package sluice.transport.sctp;

import java.nio.ByteBuffer;
import sluice.transport.sctp.packet.ChecksumRule;
import sluice.transport.sctp.packet.Chunk;
import sluice.transport.sctp.packet.CommonHeader;
import sluice.transport.sctp.packet.CookieAckChunk;
import sluice.transport.sctp.packet.CookieEchoChunk;
import sluice.transport.sctp.packet.ErrorChunk;
import sluice.transport.sctp.packet.ForwardTsnChunk;
import sluice.transport.sctp.packet.HeartbeatAckChunk;
import sluice.transport.sctp.packet.InitChunk;
import sluice.transport.sctp.packet.PacketWriter;
import sluice.transport.sctp.receive.DataReceiver;

/// Fills the next packet: control chunks first ("an endpoint MUST place control chunks first", RFC 9260, section 6.10),
/// then SACK, FORWARD TSN and DATA.
final class PacketAssembly {
  private final Tcb tcb;
  private final Heartbeat heartbeat;
  private final PathMtuDiscovery pathMtu;
  private final PacketWriter writer = new PacketWriter();
  private long sent;

  PacketAssembly(Tcb tcb, Procedures procedures) {
    this.tcb = tcb;
    this.heartbeat = procedures.heartbeat();
    this.pathMtu = procedures.pathMtu();
  }

  long sent() {
    return sent;
  }

  boolean poll(ByteBuffer out, long nowNanos) {
    int limit = out.limit();
    boolean written = write(out, nowNanos);
    out.limit(limit);
    sent += written ? 1 : 0;
    return written;
  }

  private boolean write(ByteBuffer out, long nowNanos) {
    Tcb.Reply reply = tcb.replies.poll();
    if (reply != null) {
      writeLone(out, reply.verificationTag(), reply.chunk());
      return true;
    }
    if (tcb.control.peek() instanceof InitChunk init) {
      tcb.control.remove();
      heartbeat.onAsked(nowNanos);
      writeLone(out, 0, init);
      return true;
    }
    if (tcb.receiver == null || tcb.ended) {
      return false;
    }
    if (tcb.state == AssociationState.ESTABLISHED && tcb.control.isEmpty()) {
      int probeBytes = pathMtu.probeBytes();
      if (probeBytes > 0 && probeBytes <= out.remaining()) {
        begin(out, tcb.peerTag);
        pathMtu.write(writer, nowNanos);
        writer.finish(ChecksumRule.CRC32C);
        return true;
      }
    }
    return writeBundle(out, tcb.receiver, nowNanos);
  }

  private void writeLone(ByteBuffer out, int verificationTag, Chunk chunk) {
    begin(out, verificationTag);
    writer.write(chunk);
    writer.finish(ChecksumRule.CRC32C);
  }

  private void begin(ByteBuffer out, int verificationTag) {
    writer.begin(out, tcb.options.localPort(), tcb.options.remotePort(), verificationTag);
  }

  private boolean writeBundle(ByteBuffer out, DataReceiver receiver, long nowNanos) {
    int room =
        Math.max(
            tcb.packetBytes,
            CommonHeader.BYTES
                + tcb.sender.oversizedChunkBytes(tcb.packetBytes - CommonHeader.BYTES));
    out.limit(Math.min(out.limit(), out.position() + room));
    begin(out, tcb.peerTag);
    boolean asks = writeControl();
    boolean echoes = tcb.state == AssociationState.COOKIE_ECHOED;
    if (!echoes) {
      writeSack(out, receiver, nowNanos);
      writeForwardTsn(out);
    }
    // Section 5.1, C: before the COOKIE ACK, DATA travels with the COOKIE ECHO or not at all.
    if (!echoes || !writer.isEmpty()) {
      asks |= tcb.sender.writeData(out, writer.isEmpty(), nowNanos) > 0;
    }
    if (writer.isEmpty()) {
      writer.discard();
      return false;
    }
    if (asks) {
      heartbeat.onAsked(nowNanos);
    }
    writer.finish(
        tcb.peer.has(Capabilities.Feature.ZERO_CHECKSUM)
                && tcb.options.zeroChecksum() == AssociationOptions.ZeroChecksum.OFFERED
            ? ChecksumRule.ZERO_ACCEPTABLE
            : ChecksumRule.CRC32C);
    return true;
  }

  /// @return whether one of them wants an answer
  private boolean writeControl() {
    boolean asks = false;
    Chunk next = tcb.control.peek();
    while (next != null && (writer.hasRoomFor(next.lengthBytes()) || writer.isEmpty())) {
      tcb.control.remove();
      if (!writer.hasRoomFor(next.lengthBytes())) {
        // Larger than a packet: only an answer to something oversized can be.
        next = tcb.control.peek();
        continue;
      }
      writer.write(next);
      asks |= asks(next);
      if (next instanceof CookieEchoChunk) {
        return true;
      }
      next = tcb.control.peek();
    }
    return asks;
  }

  private static boolean asks(Chunk chunk) {
    return !(chunk instanceof CookieAckChunk
        || chunk instanceof HeartbeatAckChunk
        || chunk instanceof ErrorChunk);
  }

  private void writeSack(ByteBuffer out, DataReceiver receiver, long nowNanos) {
    if (out.remaining() < DataReceiver.minSackBytes()) {
      return;
    }
    if (receiver.sackIsDue(nowNanos)
        || (receiver.sackIsWorthwhile() && tcb.sender.mayWriteData(nowNanos))) {
      receiver.writeSack(out);
    }
  }

  private void writeForwardTsn(ByteBuffer out) {
    int streams = (out.remaining() - ForwardTsnChunk.FIXED_BYTES) / ForwardTsnChunk.ENTRY_BYTES;
    if (tcb.sender.forwardTsnIsDue() && streams >= 1) {
      writer.write(tcb.sender.takeForwardTsn(streams));
    }
  }
}
