package sluice.app.relay.stun;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/// How many requests are answered, counted by second and by source: an IPv4 address, or the /64 of an
/// IPv6 address. A source may be forged, and the answer is longer than the question: so little goes to
/// any one address that nobody is harmed by it.
final class StunRates {
  /// Answers to one source in a second. A household behind one address asks less.
  static final int MAX_ANSWERS_OF_SOURCE = 50;

  /// Sources in a second; more are not answered.
  static final int MAX_SOURCES = 8192;

  private static final long WINDOW_NANOS = 1_000_000_000L;

  private final Map<Long, Integer> answers = new HashMap<>();
  private long windowEndNanos;

  /// Whether one more answer may go there.
  boolean admit(InetAddress source, long nowNanos) {
    if (nowNanos >= windowEndNanos) {
      answers.clear();
      windowEndNanos = nowNanos + WINDOW_NANOS;
    }
    long key = key(source);
    if (answers.size() >= MAX_SOURCES && !answers.containsKey(key)) {
      return false;
    }
    return answers.merge(key, 1, Integer::sum) <= MAX_ANSWERS_OF_SOURCE;
  }

  int sources() {
    return answers.size();
  }

  private static long key(InetAddress source) {
    ByteBuffer bytes = ByteBuffer.wrap(source.getAddress());
    return bytes.remaining() < Long.BYTES ? bytes.getInt() : bytes.getLong();
  }
}
