package sluice.signaling.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import sluice.signaling.wire.Payload;
import sluice.signaling.wire.Role;

/// Sealed frames in both directions, section 5: counted, delivered in unbroken order, kept as
/// ciphertext until acknowledged and repeated identically.
final class SealedChannel {
  static final byte FRAME = 0x10;
  static final byte ACK = 0x11;
  static final int MAX_UNACKNOWLEDGED = 256;
  static final int MAX_UNACKNOWLEDGED_BYTES = 1 << 20;
  static final int WINDOW = 32;
  static final long REPEAT_NANOS = 2_000_000_000L;
  static final long MAX_REPEAT_NANOS = 15_000_000_000L;
  static final long STUCK_NANOS = 60_000_000_000L;
  static final long ACK_DELAY_NANOS = 20_000_000L;

  private static final long MAX_FRAMES = 1L << 32;
  private static final long NEVER = Long.MAX_VALUE;

  /// What a payload led to.
  sealed interface Step {}

  /// Nothing new.
  record Ignored() implements Step {}

  /// A new message, in order.
  record Delivered(SealedMessage message) implements Step {}

  /// Altered, echoed or made up.
  record Forged(String detail) implements Step {}

  /// Authentic, and not what section 5 allows.
  record Malformed(String detail) implements Step {}

  private final FrameCipher sealing;
  private final FrameCipher opening;
  private final FrameCipher sealingAcks;
  private final FrameCipher openingAcks;

  private final Deque<byte[]> unacknowledged = new ArrayDeque<>();
  private int unacknowledgedBytes;
  private long firstUnacknowledged;
  private long nextToTransmit;
  private long received;
  private boolean byeReceived;

  private boolean reachable;
  private long repeatIntervalNanos = REPEAT_NANOS;
  private long repeatAtNanos = NEVER;
  private long stuckAtNanos = NEVER;
  private long ackAtNanos = NEVER;
  private boolean ackDue;

  SealedChannel(Role self, SessionKeys keys) {
    sealing = new FrameCipher(FRAME, keys.frames(self));
    opening = new FrameCipher(FRAME, keys.frames(self.other()));
    sealingAcks = new FrameCipher(ACK, keys.acks(self));
    openingAcks = new FrameCipher(ACK, keys.acks(self.other()));
  }

  /// Whether one more message of this size may wait for its acknowledgement.
  boolean hasRoomFor(int sizeBytes) {
    return unacknowledged.size() < MAX_UNACKNOWLEDGED
        && unacknowledgedBytes + sizeBytes <= MAX_UNACKNOWLEDGED_BYTES
        && nextCounter() < MAX_FRAMES;
  }

  /// Seals a message under the next counter and keeps it; polled as soon as the peer can be reached.
  void enqueue(SealedMessage message, long nowNanos) {
    byte[] frame = sealing.seal(nextCounter(), message.bytes());
    unacknowledged.addLast(frame);
    unacknowledgedBytes += frame.length;
    armStuck(nowNanos);
  }

  boolean allAcknowledged() {
    return unacknowledged.isEmpty();
  }

  private long nextCounter() {
    return firstUnacknowledged + unacknowledged.size();
  }

  Step onFrame(byte[] frame, long nowNanos) {
    byte[] plaintext = opening.open(frame);
    if (plaintext == null) {
      return new Forged("a frame did not authenticate");
    }
    long counter = opening.number(frame);
    if (ackAtNanos == NEVER) {
      ackAtNanos = nowNanos + ACK_DELAY_NANOS;
    }
    // Section 5.2: a lower counter is a repetition, a higher one a gap; neither is delivered.
    if (counter != received) {
      return new Ignored();
    }
    SealedMessage message = SealedMessage.parse(plaintext);
    if (message == null
        || byeReceived
        || (message instanceof SealedMessage.Hello) != (counter == 0)) {
      return new Malformed("a frame is out of place or has not its form");
    }
    received++;
    byeReceived = message instanceof SealedMessage.Bye;
    return new Delivered(message);
  }

  Step onAck(byte[] ack, long nowNanos) {
    byte[] plaintext = openingAcks.open(ack);
    if (plaintext == null) {
      return new Forged("an acknowledgement did not authenticate");
    }
    long count = openingAcks.number(ack);
    if (plaintext.length > 0 || count > nextCounter()) {
      return new Malformed("an acknowledgement of what was never sent");
    }
    if (count > firstUnacknowledged) {
      while (firstUnacknowledged < count) {
        unacknowledgedBytes -= unacknowledged.removeFirst().length;
        firstUnacknowledged++;
      }
      nextToTransmit = Math.max(nextToTransmit, firstUnacknowledged);
      repeatIntervalNanos = REPEAT_NANOS;
      stuckAtNanos = NEVER;
      armStuck(nowNanos);
      repeatAtNanos = unacknowledged.isEmpty() ? NEVER : nowNanos + repeatIntervalNanos;
    }
    return new Ignored();
  }

  /// The own seat is held and the peer is said to be there: all that is unacknowledged goes again.
  void onReachable(long nowNanos) {
    reachable = true;
    repeatIntervalNanos = REPEAT_NANOS;
    armStuck(nowNanos);
    repeat();
  }

  /// Repeats without waiting for the timer.
  void repeat() {
    nextToTransmit = firstUnacknowledged;
  }

  void onUnreachable() {
    reachable = false;
    repeatAtNanos = NEVER;
    stuckAtNanos = NEVER;
    ackAtNanos = NEVER;
    ackDue = false;
  }

  private void armStuck(long nowNanos) {
    if (reachable && !unacknowledged.isEmpty() && stuckAtNanos == NEVER) {
      stuckAtNanos = nowNanos + STUCK_NANOS;
    }
  }

  long deadlineNanos() {
    return Math.min(ackAtNanos, Math.min(repeatAtNanos, stuckAtNanos));
  }

  /// @return false when the relay takes frames and nothing comes back
  boolean onTimeout(long nowNanos) {
    if (stuckAtNanos <= nowNanos) {
      return false;
    }
    if (ackAtNanos <= nowNanos) {
      ackAtNanos = NEVER;
      ackDue = true;
    }
    if (repeatAtNanos <= nowNanos) {
      repeatIntervalNanos = Math.min(2 * repeatIntervalNanos, MAX_REPEAT_NANOS);
      repeatAtNanos = NEVER;
      repeat();
    }
    return true;
  }

  /// The next payload to send, or null.
  @Nullable Payload poll(long nowNanos) {
    if (!reachable) {
      return null;
    }
    if (ackDue) {
      ackDue = false;
      // The same count gives the same bytes: no nonce ever meets two plaintexts.
      return Payload.of(sealingAcks.seal(received, new byte[0]));
    }
    if (nextToTransmit == nextCounter() || nextToTransmit >= firstUnacknowledged + WINDOW) {
      return null;
    }
    byte[] frame = unacknowledgedAt((int) (nextToTransmit - firstUnacknowledged));
    nextToTransmit++;
    repeatAtNanos = nowNanos + repeatIntervalNanos;
    return Payload.of(frame);
  }

  private byte[] unacknowledgedAt(int index) {
    Iterator<byte[]> frames = unacknowledged.iterator();
    for (int i = 0; i < index; i++) {
      frames.next();
    }
    return frames.next();
  }
}
