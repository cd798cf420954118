package sluice.transport.dtls;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One DTLS association with the peer, whatever addresses its datagrams travel between.
///
/// All methods belong to the loop's thread. The handshake blocks, so it runs on a thread of its own
/// that only this class knows; it calls `wakeUp`, which must do no more than ask the loop to
/// [poll][#poll()] soon.
///
/// The loop's part:
/// 1. [#start] once the role is known and a path exists; datagrams that came before may already be
///    given to [#receive], a bounded number is kept.
/// 2. [#receive] every datagram whose first byte is 20 to 63 (RFC 7983); plaintext comes out at the
///    [ApplicationData] during that call, or during a [#poll()] for what came early.
/// 3. [#poll()] until it gives null after each `receive`, `onTimeout`, `close` and wake-up.
/// 4. [#onTimeout] at [#deadlineNanos()].
/// 5. [#seal] each packet once [#isWritable()].
public final class DtlsLink {

  /// By how much a record is longer than its plaintext: header 13, nonce 8, tag 16 bytes.
  public static final int RECORD_OVERHEAD_BYTES = RecordProtection.OVERHEAD_BYTES;

  /// The largest plaintext of one record.
  public static final int MAX_PLAINTEXT_BYTES = RecordProtection.MAX_PLAINTEXT_BYTES;

  /// How long a server waits for the client's first record. A client that lacked our Finished has
  /// asked for it by then, after 1 s at the latest (RFC 6347, section 4.2.4.1).
  static final Duration SILENCE = Duration.ofMillis(1500);

  /// Twice TCP's maximum segment lifetime (RFC 6347, section 4.2.4): until then a server repeats its
  /// last flight if the client asks.
  static final Duration LINGER = Duration.ofMinutes(4);

  private static final long NEVER = Long.MAX_VALUE;

  private enum State {
    NEW,
    HANDSHAKING,
    ESTABLISHED,
    CLOSED
  }

  private final Supplier<Credentials> credentials;
  private final DtlsSettings settings;
  private final ApplicationData applicationData;
  private final Runnable wakeUp;
  private final ArrayDeque<DtlsEvent> events = new ArrayDeque<>();
  private final RecordBuffer early = new RecordBuffer();
  private final AlertInClear alertInClear = new AlertInClear();
  private final byte[] plaintext = new byte[RecordProtection.MAX_PLAINTEXT_BYTES];
  private final ByteBuffer plaintextView = ByteBuffer.wrap(plaintext);
  private State state = State.NEW;
  private boolean writable;
  private boolean handshakeRetired;
  private long nowNanos;
  private long silenceDeadlineNanos = NEVER;
  private long lingerDeadlineNanos = NEVER;
  private long droppedRecords;
  private DtlsRole role = DtlsRole.CLIENT;
  private @Nullable Handshake handshake;
  private @Nullable HandshakeGate gate;
  private @Nullable SecureSession session;

  /// @param remote the peer's fingerprints, from its session description: its certificate must match
  ///     one made with the strongest hash function among them (RFC 8122, section 5.1)
  /// @param wakeUp called on the handshake's thread
  public DtlsLink(
      LocalIdentity local,
      List<Fingerprint> remote,
      DtlsSettings settings,
      SecureRandom random,
      ApplicationData applicationData,
      Runnable wakeUp) {
    credentials = () -> new Credentials(local, remote, new TappedCrypto(random));
    this.settings = settings;
    this.applicationData = applicationData;
    this.wakeUp = wakeUp;
  }

  /// Begins the handshake. Call it when a path to the peer exists.
  public void start(DtlsRole role, long nowNanos) {
    if (state == State.CLOSED) {
      return;
    }
    if (state != State.NEW) {
      throw new IllegalStateException("started twice");
    }
    this.nowNanos = nowNanos;
    this.role = role;
    Handshake begun = new Handshake(role, credentials.get(), settings, wakeUp);
    handshake = begun;
    gate = new HandshakeGate(role, begun::offer);
    state = State.HANDSHAKING;
    begun.start();
    replayEarly();
  }

  /// Takes a datagram, which may hold several records. What is not authentic is counted and dropped.
  /// The array is the caller's again on return.
  public void receive(byte[] datagram, int offset, int length, long nowNanos) {
    this.nowNanos = nowNanos;
    int end = offset + length;
    int at = offset;
    while (at < end && state != State.CLOSED) {
      int recordBytes = RecordProtection.recordLength(datagram, at, end - at);
      if (recordBytes == 0 || recordBytes > end - at) {
        droppedRecords++;
        return;
      }
      receiveRecord(datagram, at, recordBytes);
      at += recordBytes;
    }
  }

  private void receiveRecord(byte[] datagram, int offset, int length) {
    boolean isInClear = datagram[offset + 3] == 0 && datagram[offset + 4] == 0;
    switch (datagram[offset]) {
      case RecordProtection.APPLICATION_DATA -> openOrKeep(datagram, offset, length);
      case RecordProtection.ALERT -> {
        if (isInClear) {
          boolean isHandshaking = state == State.HANDSHAKING;
          if (!isHandshaking || !alertInClear.receive(datagram, offset, length, nowNanos)) {
            droppedRecords++;
          }
        } else {
          openOrKeep(datagram, offset, length);
        }
      }
      case HandshakeGate.CHANGE_CIPHER_SPEC -> receiveHandshakeRecord(datagram, offset, length);
      case HandshakeGate.HANDSHAKE -> {
        if (!isInClear && RecordProtection.isNumberedByUs(datagram, offset)) {
          openOrKeep(datagram, offset, length);
        } else {
          receiveHandshakeRecord(datagram, offset, length);
        }
      }
      default -> droppedRecords++;
    }
  }

  private void openOrKeep(byte[] datagram, int offset, int length) {
    SecureSession within = session;
    int epoch = RecordProtection.epochOf(datagram, offset);
    RecordProtection keys = within == null ? null : within.keysOf(epoch);
    if (within != null && keys != null) {
      open(within, keys, datagram, offset, length);
    } else if (within == null || within.mayBring(epoch)) {
      keepEarly(datagram, offset, length);
    } else {
      droppedRecords++;
    }
  }

  private void open(
      SecureSession within, RecordProtection keys, byte[] datagram, int offset, int length) {
    int opened = keys.open(datagram, offset, length, plaintext, 0);
    if (opened < 0) {
      if (keys.isForgeryLimitMet()) {
        fail(new DtlsFailure.KeyExhausted());
      }
      return;
    }
    peerHasKeys();
    within.onAuthentic(keys.epoch(), nowNanos);
    switch (datagram[offset]) {
      case RecordProtection.ALERT -> receiveAlert(opened);
      case HandshakeGate.HANDSHAKE ->
          within.receiveRenewal(
              keys.epoch(),
              RecordProtection.numberOf(datagram, offset),
              plaintext,
              opened,
              nowNanos);
      default -> applicationData.receive(plaintextView.clear().limit(opened));
    }
  }

  /// A record of epoch 1 proves that the peer has our Finished, or needs none.
  private void peerHasKeys() {
    if (lingerDeadlineNanos != NEVER) {
      retireHandshake();
      becomeWritable();
    }
  }

  private void becomeWritable() {
    silenceDeadlineNanos = NEVER;
    if (!writable) {
      writable = true;
      events.add(new DtlsEvent.Writable());
    }
  }

  private void receiveAlert(int length) {
    if (length != Alert.SIZE_BYTES) {
      droppedRecords++;
      return;
    }
    Alert alert = Alert.read(plaintext, 0);
    if (alert.isCloseNotify()) {
      // RFC 5246, section 7.2.1: "The other party MUST respond with a close_notify alert of its
      // own".
      close();
      events.add(new DtlsEvent.ClosedByPeer());
    } else if (alert.isFatal()) {
      fail(new DtlsFailure.AlertReceived(alert.description()));
    }
  }

  private void receiveHandshakeRecord(byte[] datagram, int offset, int length) {
    HandshakeGate open = gate;
    if (state == State.NEW) {
      keepEarly(datagram, offset, length);
    } else if (open == null
        || !open.receive(Arrays.copyOfRange(datagram, offset, offset + length))) {
      droppedRecords++;
    }
  }

  private void keepEarly(byte[] datagram, int offset, int length) {
    if (!early.add(Arrays.copyOfRange(datagram, offset, offset + length))) {
      droppedRecords++;
    }
  }

  /// What still cannot be used goes to the end of the line again.
  private void replayEarly() {
    for (int left = early.size(); left > 0 && state != State.CLOSED; left--) {
      byte[] record = early.poll();
      receiveRecord(record, 0, record.length);
    }
  }

  /// When [#onTimeout] wants to be called; `Long.MAX_VALUE` for never.
  public long deadlineNanos() {
    long deadline =
        Math.min(silenceDeadlineNanos, Math.min(alertInClear.deadlineNanos(), lingerDeadlineNanos));
    return session == null ? deadline : Math.min(deadline, session.deadlineNanos());
  }

  public void onTimeout(long nowNanos) {
    this.nowNanos = nowNanos;
    if (silenceDeadlineNanos <= nowNanos) {
      becomeWritable();
    }
    if (lingerDeadlineNanos <= nowNanos) {
      retireHandshake();
    }
    if (session != null) {
      session.onTimeout(nowNanos);
    }
    if (alertInClear.deadlineNanos() <= nowNanos) {
      int description = alertInClear.take();
      // An outcome that waits to be polled proves the alert forged, or tells more than it.
      if (handshake != null && handshake.outcome() == null) {
        fail(new DtlsFailure.AlertReceived(description));
      }
    }
  }

  /// The next event, or null if there is none for now.
  public @Nullable DtlsEvent poll() {
    DtlsEvent event = events.poll();
    if (event != null) {
      return event;
    }
    Handshake running = handshake;
    if (running != null && !handshakeRetired) {
      pollHandshake(running);
    }
    if (session != null && events.isEmpty()) {
      pollRenewal(session);
    }
    if (state == State.ESTABLISHED && events.isEmpty() && !early.isEmpty()) {
      replayEarly(); // What was too early may have been waiting for what has just been polled.
    }
    return events.poll();
  }

  private void pollHandshake(Handshake running) {
    Handshake.Outcome outcome = running.outcome();
    ByteBuffer datagram = running.pollDatagram();
    if (datagram != null) {
      events.add(new DtlsEvent.Transmit(datagram));
    } else if (outcome != null && state == State.HANDSHAKING) {
      switch (outcome) {
        case Handshake.Outcome.Agreed agreed -> establish(agreed.keys());
        case Handshake.Outcome.Broken broken -> fail(broken.failure());
      }
    }
  }

  private void pollRenewal(SecureSession within) {
    byte[] datagram = within.pollRenewal(nowNanos);
    if (datagram != null) {
      transmit(HandshakeGate.HANDSHAKE, datagram);
    }
    DtlsFailure failure = within.failure();
    if (failure != null) {
      fail(failure);
    }
  }

  private void transmit(byte type, byte[] content) {
    byte[] record = new byte[content.length + RECORD_OVERHEAD_BYTES];
    if (session != null && session.seal(type, content, 0, content.length, record, 0) > 0) {
      events.add(new DtlsEvent.Transmit(ByteBuffer.wrap(record)));
    }
  }

  private void establish(SessionKeys keys) {
    session =
        new SecureSession(
            keys,
            role,
            settings.keys(),
            () -> new Handshake(role, credentials.get(), settings.inside(), wakeUp));
    state = State.ESTABLISHED;
    alertInClear.forget();
    events.add(new DtlsEvent.Established());
    switch (role) {
      case CLIENT -> {
        retireHandshake();
        becomeWritable();
      }
      case SERVER -> {
        silenceDeadlineNanos = nowNanos + SILENCE.toNanos();
        lingerDeadlineNanos = nowNanos + LINGER.toNanos();
      }
    }
  }

  /// Whether [#seal] may be called. A client may when [DtlsEvent.Established] was polled. A server
  /// waits for the client's first authenticated record, because data that overtakes a lost Finished
  /// breaks the handshake of some clients; or for [#SILENCE].
  public boolean isWritable() {
    return writable && state == State.ESTABLISHED;
  }

  /// Protects one packet, of at most [#MAX_PLAINTEXT_BYTES], as one record.
  ///
  /// @param record another array than `plaintext`, with room for [#RECORD_OVERHEAD_BYTES] more
  /// @return the record's length, or 0 if the link is closed or its key exhausted meanwhile (then
  ///     [#poll()] tells)
  /// @throws IllegalStateException if never yet [#isWritable()]
  public int seal(byte[] plaintext, int offset, int length, byte[] record, int recordOffset) {
    SecureSession within = session;
    if (state == State.CLOSED) {
      return 0;
    }
    if (!writable || within == null) {
      throw new IllegalStateException("nothing may be sent yet");
    }
    int recordBytes =
        within.seal(
            RecordProtection.APPLICATION_DATA, plaintext, offset, length, record, recordOffset);
    switch (within.wear(recordBytes, nowNanos)) {
      case NONE -> {}
      case WEARS_OUT -> events.add(new DtlsEvent.KeyWearsOut());
      case EXHAUSTED -> fail(new DtlsFailure.KeyExhausted());
    }
    return recordBytes;
  }

  /// How often the keys have been renewed.
  public long renewals() {
    return session == null ? 0 : session.renewals();
  }

  /// How many records were dropped: malformed, not authentic, replayed, or beyond a limit.
  public long droppedRecords() {
    return droppedRecords + (session == null ? 0 : session.rejectedRecords());
  }

  /// Says close_notify to the peer if a session stands, else ends the handshake; [#poll()] the last
  /// datagram. Idempotent. The handshake's thread ends.
  public void close() {
    if (state == State.ESTABLISHED) {
      transmit(RecordProtection.ALERT, Alert.CLOSE_NOTIFY.bytes());
    }
    end();
  }

  private void fail(DtlsFailure failure) {
    end();
    events.add(new DtlsEvent.Failed(failure));
  }

  private void end() {
    state = State.CLOSED;
    writable = false;
    silenceDeadlineNanos = NEVER;
    alertInClear.forget();
    lingerDeadlineNanos = NEVER;
    early.clear();
    gate = null;
    if (session != null) {
      session.close();
    }
    if (handshake != null) {
      handshake.stop();
    }
  }

  /// Forgets the handshake and what it might still have to send: the peer needs none of it.
  private void retireHandshake() {
    lingerDeadlineNanos = NEVER;
    gate = null;
    handshakeRetired = true;
    if (handshake != null) {
      handshake.stop();
    }
  }

  /// Whether the handshake still has a thread.
  boolean isHandshakeAlive() {
    return handshake != null && handshake.isAlive();
  }

  /// The bytes that wait for their time.
  int earlyBytes() {
    return early.sizeBytes();
  }
}
