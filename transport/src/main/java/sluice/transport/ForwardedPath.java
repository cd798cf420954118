package sluice.transport;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/// A way for datagrams to the other end that the application lends, through its signaling relay. Unreliable, unordered
/// and between these two ends only. Both ends lend theirs, or it is of no use.
///
/// To ICE it is one more relayed candidate, of the lowest priority: checks, consent, nomination and restart are the same.
/// What it carries is STUN, and DTLS records that nobody in between can read.
public interface ForwardedPath {
  /// The longest datagram that it takes.
  int maxDatagramBytes();

  /// Takes a datagram, copied before the call returns. Never blocks; any thread.
  ///
  /// @return false if it was dropped: the queue is full, or the relay is away
  boolean send(ByteBuffer datagram);

  /// Sets who gets the other end's datagrams, on a thread of the application; each buffer is valid during the call only.
  void listen(Consumer<ByteBuffer> receiver);
}
