package sluice.transport.loop;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import sluice.transport.dtls.DtlsLink;
import sluice.transport.sctp.Association;
import sluice.transport.sctp.packet.CommonHeader;
import sluice.transport.sctp.packet.HeartbeatChunk;

/// Takes packets from the association, seals them, and hands them to the socket in runs of equal length.
///
/// The records of a run lie one behind the other in an array. A record of another length ends the run: a shorter one
/// may be its last, a longer one begins the next.
final class PacketSender {
  private static final int MAX_RUN_DATAGRAMS = 64;
  private static final int MAX_RUN_BYTES = 65_000;

  /// Runs sent before the loop looks for acknowledgements again.
  private static final int SHARE_RUNS = 4;

  private static final int MAX_PACKET_BYTES = 16_384;

  private final ByteBuffer packet = ByteBuffer.allocate(MAX_PACKET_BYTES);
  private final byte[] records = new byte[MAX_RUN_BYTES + 2 * MAX_PACKET_BYTES];
  private int begin;
  private int end;
  private int segmentBytes;
  private int segments;
  private int maxRunBytes = MAX_RUN_BYTES;

  /// The length of a record that lies behind the run and begins the next.
  private int overhang;

  private boolean overhangDivisible;
  private boolean runDivisible;

  private boolean runEnded;
  private long datagramsSent;
  private long bytesSent;

  /// What {@link #transmit} left behind.
  enum Rest {
    /// The association has nothing to send now.
    NOTHING,
    /// There is more to send, at once.
    MORE,
    /// The socket is full: more when it has room again.
    CONGESTED
  }

  /// How much leaves at once.
  enum Burst {
    /// As much as one call of the kernel takes.
    WHOLE,
    /// As much as the small buffers of a relay in between take: what does not fit them is lost, by our own fault.
    SMALL
  }

  /// Sends what the association has, as far as the socket takes it.
  Rest transmit(
      Association association,
      DtlsLink dtls,
      PathWire wire,
      InetSocketAddress to,
      Burst burst,
      long nowNanos) {
    maxRunBytes =
        switch (burst) {
          case WHOLE -> MAX_RUN_BYTES;
          case SMALL -> TurnLink.MAX_RUN_BYTES;
        };
    for (int run = 0; run < SHARE_RUNS; run++) {
      if (runEnded && !flush(wire, to)) {
        return Rest.CONGESTED;
      }
      boolean more = fill(association, dtls, nowNanos);
      if (end > begin && !flush(wire, to)) {
        return Rest.CONGESTED;
      }
      if (!more) {
        return Rest.NOTHING;
      }
    }
    return Rest.MORE;
  }

  /// Seals packets until a run is complete.
  ///
  /// @return whether there may be more
  private boolean fill(Association association, DtlsLink dtls, long nowNanos) {
    while (!runEnded) {
      packet.clear();
      if (!association.pollPacket(packet, nowNanos)) {
        return false;
      }
      boolean divisible = packet.position() > association.packetBytes() && !isProbe();
      int recordBytes = dtls.seal(packet.array(), 0, packet.position(), records, end);
      if (recordBytes == 0) {
        return false; // The link has just died; its event says so.
      }
      append(recordBytes, divisible);
    }
    return true;
  }

  /// A search for the path's MTU begins with a HEARTBEAT, and must not be split.
  private boolean isProbe() {
    return packet.get(CommonHeader.BYTES) == HeartbeatChunk.TYPE;
  }

  /// @param divisible a packet cut when the path carried more, which cannot be cut again: goes by itself, and may be
  ///     split on the way
  private void append(int recordBytes, boolean divisible) {
    if (segments > 0 && (recordBytes > segmentBytes || divisible)) {
      // The run ends before this record, which stays behind it for the next.
      runEnded = true;
      overhang = recordBytes;
      overhangDivisible = divisible;
      return;
    }
    if (segments == 0) {
      segmentBytes = recordBytes;
      runDivisible = divisible;
    }
    end += recordBytes;
    segments++;
    runEnded =
        divisible
            || recordBytes < segmentBytes
            || segments == MAX_RUN_DATAGRAMS
            || end - begin + segmentBytes > maxRunBytes;
  }

  private boolean flush(PathWire wire, InetSocketAddress to) {
    while (begin < end) {
      int taken =
          runDivisible
              ? wire.sendDivisible(records, begin, end - begin, to)
              : wire.send(records, begin, end - begin, segmentBytes, to);
      count(taken);
      begin += taken;
      if (begin < end) {
        switch (wire.refusal()) {
          case CONGESTED -> {
            return false;
          }
          // This one datagram is lost, as it would be on the way: SCTP repeats it, or shrinks its
          // packets.
          case TOO_LONG, UNREACHABLE, NONE -> begin += Math.min(segmentBytes, end - begin);
        }
      }
    }
    startRun();
    return true;
  }

  private void startRun() {
    System.arraycopy(records, end, records, 0, overhang);
    begin = 0;
    end = 0;
    segments = 0;
    runEnded = false;
    if (overhang > 0) {
      int recordBytes = overhang;
      overhang = 0;
      append(recordBytes, overhangDivisible);
    }
  }

  private void count(int bytes) {
    bytesSent += bytes;
    datagramsSent += (bytes + segmentBytes - 1) / segmentBytes;
  }

  /// Counts a datagram that was sent past this class.
  void countOther(int bytes) {
    bytesSent += bytes;
    datagramsSent++;
  }

  long datagramsSent() {
    return datagramsSent;
  }

  long bytesSent() {
    return bytesSent;
  }
}
