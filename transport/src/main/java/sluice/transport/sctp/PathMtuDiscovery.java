package sluice.transport.sctp;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.stream.IntStream;
import sluice.transport.sctp.packet.ChunkHeader;
import sluice.transport.sctp.packet.CommonHeader;
import sluice.transport.sctp.packet.HeartbeatChunk;
import sluice.transport.sctp.packet.HeartbeatInfoParameter;
import sluice.transport.sctp.packet.PacketWriter;
import sluice.transport.sctp.packet.PadChunk;

/// Finds out how large a packet the path carries (RFC 8899, section 6.2.1.2 for SCTP): a probe is a HEARTBEAT with PAD
/// behind it, and its acknowledgement proves its size. Data never waits for it, and a lost probe says nothing about
/// congestion.
///
/// All sizes worth having are asked at once rather than one after the other: an interface refuses by itself what is
/// larger than its own MTU, so on a common link only the few of the 1500 class leave the machine, and on loopback or
/// between jumbo frames the large ones are known after one round trip.
final class PathMtuDiscovery {
  /// SCTP packets that fill common MTUs (1492, 1500, 9000) with IPv4 or IPv6, UDP and DTLS 1.2 with AES-GCM around.
  private static final int[] COMMON_BYTES = {1299, 1371, 1407, 1415, 1435};

  /// The same between sluices, which read any size.
  private static final int[] LARGE_BYTES = {4_000, 8_915, 8_935, 16_000, 64_000};

  /// What a peer may hold us to, and where the base size does not pass (MIN_PLPMTU; RFC 8899, section 5.2, state ERROR).
  private static final int LEAST_BYTES = 576;

  private static final int MAX_ATTEMPTS = 3;
  private static final int INFO_BYTES = 24;

  /// PROBE_TIMER's least, and PMTU_RAISE_TIMER (RFC 8899, section 5.1.1).
  private static final long PROBE_NANOS = 300_000_000L;

  private static final long RAISE_NANOS = 600_000_000_000L;
  private static final long NONE = Long.MAX_VALUE;

  private final Tcb tcb;
  private final ArrayDeque<Integer> waiting = new ArrayDeque<>();
  private int[] candidates = new int[0];
  private int pathLimit = Integer.MAX_VALUE;
  private int attempts;
  private long deadlineNanos = NONE;
  private long nonce;

  PathMtuDiscovery(Tcb tcb) {
    this.tcb = tcb;
  }

  /// The association stands, or has another path: begins at the base size.
  void begin(long nowNanos) {
    adopt(Math.min(tcb.options.initialPacketBytes(), limitBytes()));
    search(nowNanos);
  }

  /// The lower layer knows a limit, and that the path carries it.
  void limit(int bytes) {
    pathLimit = bytes;
    waiting.clear();
    deadlineNanos = NONE;
    adopt(Math.min(bytes, tcb.options.maxPacketBytes()));
  }

  private void search(long nowNanos) {
    int most = limitBytes();
    int[] sizes =
        tcb.peer.has(Capabilities.Feature.SLUICE)
            ? concat(COMMON_BYTES, LARGE_BYTES)
            : COMMON_BYTES;
    // A limit in between is worth asking for as well: somebody has set it because it passes.
    candidates =
        IntStream.concat(IntStream.of(tcb.options.initialPacketBytes()), Arrays.stream(sizes))
            .map(size -> size > most && size <= 2 * most ? most : size)
            .filter(size -> size <= most)
            .distinct()
            .toArray();
    attempts = 0;
    nonce = tcb.random.nextLong();
    ask(nowNanos);
  }

  /// The most that we, the path and a sluice at the other end allow. What another sluice says never leads below what
  /// every path carries.
  private int limitBytes() {
    int limit = Math.min(tcb.options.maxPacketBytes(), pathLimit);
    return tcb.peer.has(Capabilities.Feature.SLUICE)
        ? Math.min(limit, Math.max(LEAST_BYTES, tcb.peer.packetBytes()))
        : limit;
  }

  private static int[] concat(int[] first, int[] second) {
    int[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private void ask(long nowNanos) {
    waiting.clear();
    for (int i = candidates.length - 1; i >= 0; i--) {
      if (candidates[i] > tcb.packetBytes) {
        waiting.add(candidates[i]);
      }
    }
    if (waiting.isEmpty() || attempts == MAX_ATTEMPTS) {
      waiting.clear();
      deadlineNanos = candidates.length == 0 ? NONE : nowNanos + RAISE_NANOS;
      return;
    }
    attempts++;
    deadlineNanos = nowNanos + Math.max(PROBE_NANOS, 3 * tcb.sender.rtt().smoothedNanos());
  }

  void onTimeout(long nowNanos) {
    if (nowNanos < deadlineNanos) {
      return;
    }
    if (attempts == MAX_ATTEMPTS) {
      search(nowNanos);
    } else {
      ask(nowNanos);
    }
  }

  /// Data of this size is not acknowledged any more: the path may have become a black hole for it (RFC 8899, section
  /// 4.3). Falls back to the base size, from there to the least, and asks anew.
  void onRepeatedTimeout(long nowNanos) {
    if (pathLimit != Integer.MAX_VALUE) {
      return;
    }
    if (tcb.packetBytes > tcb.options.initialPacketBytes()) {
      begin(nowNanos);
    } else {
      adopt(Math.min(tcb.packetBytes, LEAST_BYTES));
      search(nowNanos);
    }
  }

  /// The size of the probe to send now, or 0.
  int probeBytes() {
    Integer size = waiting.peek();
    return size == null ? 0 : size;
  }

  /// Writes the probe whose size {@link #probeBytes} told into a packet just begun.
  void write(PacketWriter writer, long nowNanos) {
    int size = waiting.remove();
    ByteBuffer info = ByteBuffer.allocate(INFO_BYTES);
    info.putLong(nowNanos).putLong(nonce).putLong(size).flip();
    HeartbeatChunk heartbeat = new HeartbeatChunk(new HeartbeatInfoParameter(info));
    writer.write(heartbeat);
    int rest = size - CommonHeader.BYTES - heartbeat.paddedBytes();
    writer.write(new PadChunk(rest - ChunkHeader.BYTES & ~3));
  }

  /// A HEARTBEAT ACK came; where it answers a probe of the present search, its size is proved.
  void onHeartbeatAck(ByteBuffer info) {
    if (info.remaining() != INFO_BYTES || info.getLong(info.position() + Long.BYTES) != nonce) {
      return;
    }
    long size = info.getLong(info.position() + 2 * Long.BYTES);
    for (int candidate : candidates) {
      if (candidate == size && candidate > tcb.packetBytes) {
        adopt(candidate);
      }
    }
  }

  private void adopt(int bytes) {
    if (bytes != tcb.packetBytes) {
      tcb.packetBytes = bytes;
      tcb.sender.packetBytes(bytes);
    }
  }

  long deadlineNanos() {
    return tcb.ended ? NONE : deadlineNanos;
  }
}
