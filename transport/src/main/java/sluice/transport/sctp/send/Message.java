package sluice.transport.sctp.send;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A message on its way: in its stream's queue, or outstanding in fragments, or both. Pooled by {@link SendQueue}.
final class Message {
  static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  ByteBuffer buffer = NOTHING;
  int offset;
  int length;
  int streamId;
  int payloadProtocolId;
  boolean unordered;
  int maxRetransmissions;
  long expiryNanos;

  /// Assigned with the first fragment.
  int ssn;

  /// Bytes that have been given TSNs.
  int fragmentedBytes;

  /// Fragments that have a TSN above the Cumulative TSN Ack Point.
  int outstandingFragments;

  boolean abandoned;
  @Nullable Message next;

  boolean isFragmented() {
    return fragmentedBytes == length;
  }

  boolean hasExpired(long nowNanos) {
    return nowNanos >= expiryNanos;
  }
}
