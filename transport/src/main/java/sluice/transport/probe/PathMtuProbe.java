package sluice.transport.probe;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import sluice.transport.stun.StunMessage;

/// The largest IP packet that reaches a STUN server whole: Binding requests of several sizes, padded by an attribute
/// that every server must ignore (RFC 8489, section 14: comprehension-optional), sent with fragmentation forbidden. The
/// driver tells of a size that the system refused at once, by not sending it.
public final class PathMtuProbe {
  /// Sizes that links have: Ethernet, PPPoE, common tunnels, IPv6's least.
  public static final List<Integer> SIZES_BYTES =
      List.of(1280, 1360, 1400, 1420, 1452, 1480, 1492, 1500);

  private static final int PADDING = 0xC0DE;
  private static final int UDP_BYTES = 8;
  private static final int ATTRIBUTE_HEADER_BYTES = 4;
  private static final int FINGERPRINT_BYTES = 8;

  private final InetSocketAddress server;
  private final int headerBytes;
  private final Questions<Integer> questions;
  private int largest;

  /// @param server that is known to answer
  public PathMtuProbe(InetSocketAddress server, Random random) {
    this.server = server;
    headerBytes = (server.getAddress().getAddress().length == 4 ? 20 : 40) + UDP_BYTES;
    questions = new Questions<>(random);
  }

  /// Begins.
  public void start(long nowNanos) {
    for (int size : SIZES_BYTES) {
      int padding =
          size
              - headerBytes
              - StunMessage.HEADER_BYTES
              - ATTRIBUTE_HEADER_BYTES
              - FINGERPRINT_BYTES;
      questions.ask(
          size, 0, server, writer -> writer.add(PADDING, new byte[padding & ~3]), nowNanos);
    }
  }

  /// Takes a datagram that came to the socket.
  public void receive(byte[] datagram, int length, long nowNanos) {
    StunMessage.parse(datagram, 0, length)
        .filter(message -> message.type() != StunMessage.REQUEST)
        .map(message -> questions.settle(message.transaction(), nowNanos))
        .map(Questions.Answered::about)
        .ifPresent(size -> largest = Math.max(largest, size));
  }

  public void onTimeout(long nowNanos) {
    questions.onTimeout(nowNanos);
  }

  public long deadlineNanos() {
    return questions.deadlineNanos();
  }

  /// The next datagram to send, or null.
  public @Nullable Outgoing poll() {
    return questions.poll();
  }

  public boolean isDone() {
    return questions.allSettled();
  }

  /// The largest size that was answered, in bytes with the IP header; empty where none was.
  public OptionalInt largestBytes() {
    return largest == 0 ? OptionalInt.empty() : OptionalInt.of(largest);
  }
}
