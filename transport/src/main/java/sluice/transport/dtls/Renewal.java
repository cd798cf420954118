package sluice.transport.dtls;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Renews the keys of a session by a fresh handshake inside it (`transport/docs/key-renewal.md`). The handshake's datagrams
/// travel as records of type 22 under the present keys, so that only the two ends can take part.
///
/// The client begins, of itself or asked by an empty record. It seals under the new keys as soon as it has them, since the
/// server had them first; the server, once a record under them has come. Both open what comes under the old ones for a
/// while.
final class Renewal {
  /// How long what was sealed under the old keys may be on its way.
  static final Duration GRACE = Duration.ofSeconds(60);

  /// Until an unanswered request, or a handshake that came to nothing, is tried again.
  static final Duration AGAIN = Duration.ofMillis(250);

  /// Handshakes that a server begins under one key: each costs a thread and a signature.
  static final int MAX_HELLOS = 64;

  private static final long NEVER = Long.MAX_VALUE;

  private final DtlsRole role;
  private final Supplier<Handshake> handshakes;
  private final KeyRing keys;
  private final Deque<byte[]> outgoing = new ArrayDeque<>();
  private @Nullable Handshake handshake;
  private @Nullable HandshakeGate gate;

  /// Which ClientHello the server's handshake began with, the number of its record, and when it came.
  private byte @Nullable [] helloRandom;

  private long helloNumber = -1;
  private long helloNanos = NEVER;
  private int hellos;

  private @Nullable DtlsFailure failure;
  private boolean due;
  private long againNanos;
  private long graceNanos = NEVER;
  private long renewals;

  Renewal(DtlsRole role, Supplier<Handshake> handshakes, KeyRing keys) {
    this.role = role;
    this.handshakes = handshakes;
    this.keys = keys;
  }

  /// Half of what the present key may protect is used.
  void onDue(long nowNanos) {
    due = true;
    actIfDue(nowNanos);
  }

  private void actIfDue(long nowNanos) {
    if (!due || !mayAct() || againNanos > nowNanos) {
      return;
    }
    due = false;
    switch (role) {
      case CLIENT -> begin(nowNanos);
      case SERVER -> {
        againNanos = nowNanos + AGAIN.toNanos();
        outgoing.add(new byte[0]);
      }
    }
  }

  /// A server that has the new keys waits for a record under them; but its last flight may be lost for good, and the client
  /// have given up. Then asking again is what brings another hello; a client that has the keys does not mind.
  private boolean mayAct() {
    return handshake == null || (role == DtlsRole.SERVER && keys.isPrepared());
  }

  private void begin(long nowNanos) {
    againNanos = nowNanos + AGAIN.toNanos();
    Handshake begun = handshakes.get();
    handshake = begun;
    gate = new HandshakeGate(role, begun::offer);
    begun.start();
  }

  /// Takes what a record of type 22 under this epoch's keys held.
  ///
  /// @param number of the record
  void receive(int epoch, long number, byte[] datagram, int length, long nowNanos) {
    if (epoch == keys.current().epoch()) {
      beginIfInvited(number, datagram, length, nowNanos);
    }
    HandshakeGate open = gate;
    int at = 0;
    while (open != null && at < length) {
      int recordBytes = RecordProtection.recordLength(datagram, at, length - at);
      if (recordBytes == 0 || recordBytes > length - at) {
        return;
      }
      byte type = datagram[at];
      if (type == HandshakeGate.HANDSHAKE || type == HandshakeGate.CHANGE_CIPHER_SPEC) {
        open.receive(Arrays.copyOfRange(datagram, at, at + recordBytes));
      }
      at += recordBytes;
    }
  }

  /// The server's empty record asks the client to begin; the client's first datagram is its hello. A later hello, other than
  /// that of the handshake that runs, means that the client has given that one up: it never had its keys, for it would
  /// speak under them. One that was sent earlier is late itself.
  private void beginIfInvited(long number, byte[] datagram, int length, long nowNanos) {
    switch (role) {
      case CLIENT -> {
        if (handshake == null && length == 0 && againNanos <= nowNanos) {
          begin(nowNanos);
        }
      }
      case SERVER -> {
        byte[] random = HandshakeGate.helloRandom(datagram, length);
        if (random != null && number > helloNumber && mayAnswer(random, nowNanos)) {
          stop();
          keys.dropPrepared();
          helloRandom = random;
          helloNumber = number;
          helloNanos = nowNanos;
          hellos++;
          begin(nowNanos);
        }
      }
    }
  }

  private boolean mayAnswer(byte[] random, long nowNanos) {
    boolean isOther = handshake == null || !Arrays.equals(random, helloRandom);
    boolean inTime = helloNanos == NEVER || nowNanos - helloNanos >= AGAIN.toNanos();
    return isOther && inTime && hellos < MAX_HELLOS;
  }

  /// A record under this epoch's keys was authentic: where they are the new ones, the other end has them.
  void onAuthentic(int epoch, long nowNanos) {
    if (keys.isNext(epoch) && role == DtlsRole.SERVER) {
      turn(nowNanos);
    }
  }

  private void turn(long nowNanos) {
    keys.turn();
    due = false;
    againNanos = nowNanos; // What held the last renewal back does not hold the next.
    renewals++;
    helloNumber = -1;
    helloNanos = NEVER;
    hellos = 0;
    graceNanos = nowNanos + GRACE.toNanos();
    stop();
  }

  private void stop() {
    if (handshake != null) {
      handshake.stop();
    }
    handshake = null;
    gate = null;
  }

  /// What to seal as a record of type 22, or null.
  byte @Nullable [] poll(long nowNanos) {
    Handshake running = handshake;
    if (running != null) {
      Handshake.Outcome outcome = running.outcome();
      ByteBuffer datagram = running.pollDatagram();
      if (datagram != null) {
        byte[] bytes = new byte[datagram.remaining()];
        datagram.get(bytes);
        return bytes;
      }
      if (outcome != null && !keys.isPrepared()) {
        conclude(outcome, nowNanos);
      }
    }
    return outgoing.poll();
  }

  private void conclude(Handshake.Outcome outcome, long nowNanos) {
    switch (outcome) {
      case Handshake.Outcome.Agreed(SessionKeys fresh) -> {
        keys.prepare(fresh);
        againNanos = nowNanos + AGAIN.toNanos();
        if (role == DtlsRole.CLIENT) {
          turn(nowNanos);
          outgoing.add(new byte[0]); // Tells the server, should there be no data to send.
        }
      }
      case Handshake.Outcome.Broken(DtlsFailure broken) -> {
        againNanos = nowNanos + AGAIN.toNanos();
        if (broken instanceof DtlsFailure.FingerprintMismatch) {
          failure = broken;
        }
        stop();
      }
    }
  }

  /// Whether the handshake that runs will bring this epoch's keys: the client has them a moment before the server's thread
  /// tells.
  boolean mayBring(int epoch) {
    return handshake != null && !keys.isPrepared() && epoch == keys.current().epoch() + 1;
  }

  /// Why the session cannot go on, or null.
  @Nullable DtlsFailure failure() {
    return failure;
  }

  long renewals() {
    return renewals;
  }

  long deadlineNanos() {
    return due && mayAct() ? Math.min(graceNanos, againNanos) : graceNanos;
  }

  void onTimeout(long nowNanos) {
    actIfDue(nowNanos);
    if (graceNanos <= nowNanos) {
      graceNanos = NEVER;
      keys.forgetPrevious();
    }
  }

  void close() {
    stop();
    due = false;
    outgoing.clear();
    graceNanos = NEVER;
  }
}
