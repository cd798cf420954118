package sluice.transport.dtls;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One DTLS association with the peer, whatever addresses its datagrams travel between.
///
/// All methods belong to the loop's thread. The handshake blocks, so it runs on a thread of its own
/// that only this class knows; it calls `wakeUp`, which must do no more than ask the loop to
/// [poll][#poll()] soon.
///
/// The loop's part:
/// 1. [#start] once the role is known; datagrams that came before may already be given to
///    [#receive], a bounded number is kept.
/// 2. [#receive] every datagram whose first byte is 20 to 63 (RFC 7983); plaintext comes out at the
///    [ApplicationData] during that call, or during a [#poll()] for what came early.
/// 3. [#poll()] until it gives null after each `receive`, `onTimeout`, `close` and wake-up.
/// 4. [#onTimeout] at [#deadlineNanos()].
/// 5. [#seal] each packet once [#isWritable()].
public final class DtlsLink {

  /// Takes the plaintext of one authenticated record. The buffer lies in a heap array that the next
  /// record overwrites: valid during the call only.
  @FunctionalInterface
  public interface ApplicationData {
    void receive(ByteBuffer plaintext);
  }

  /// By how much a record is longer than its plaintext: header 13, nonce 8, tag 16 bytes.
  public static final int RECORD_OVERHEAD_BYTES = RecordProtection.OVERHEAD_BYTES;

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
    throw new UnsupportedOperationException();
  }

  /// Begins the handshake. Call it when a path to the peer exists.
  public void start(DtlsRole role, long nowNanos) {
    throw new UnsupportedOperationException();
  }

  /// Takes a datagram, which may hold several records. What is not authentic is counted and dropped.
  /// The array is the caller's again on return.
  public void receive(byte[] datagram, int offset, int length, long nowNanos) {
    throw new UnsupportedOperationException();
  }

  /// When [#onTimeout] wants to be called; `Long.MAX_VALUE` for never.
  public long deadlineNanos() {
    throw new UnsupportedOperationException();
  }

  public void onTimeout(long nowNanos) {
    throw new UnsupportedOperationException();
  }

  /// The next event, or null if there is none for now.
  public @Nullable DtlsEvent poll() {
    throw new UnsupportedOperationException();
  }

  /// Whether [#seal] may be called. A client may when [DtlsEvent.Established] was polled. A server
  /// waits for the client's first authenticated record, because data that overtakes a lost Finished
  /// breaks the handshake of some clients; or for 1.5 s in which the client did not repeat itself.
  public boolean isWritable() {
    throw new UnsupportedOperationException();
  }

  /// Protects one packet, of at most 2^14 bytes, as one record.
  ///
  /// @param record another array than `plaintext`, with room for [#RECORD_OVERHEAD_BYTES] more
  /// @return the record's length, or 0 if the link is closed or its key exhausted meanwhile (then
  ///     [#poll()] tells)
  /// @throws IllegalStateException if never yet [#isWritable()]
  public int seal(byte[] plaintext, int offset, int length, byte[] record, int recordOffset) {
    throw new UnsupportedOperationException();
  }

  /// Whether a new handshake should replace this link soon, because its key has protected half of
  /// what a key may.
  public boolean isRenewalDue() {
    throw new UnsupportedOperationException();
  }

  /// Says close_notify to the peer if a session stands, else ends the handshake; [#poll()] the last
  /// datagram. Idempotent. The handshake's thread ends.
  public void close() {
    throw new UnsupportedOperationException();
  }
}
