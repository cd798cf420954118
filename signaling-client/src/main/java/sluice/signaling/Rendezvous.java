package sluice.signaling;

import java.nio.ByteBuffer;

/// A meeting of two ends: pairing by a code, then an encrypted, ordered, reliable exchange of small
/// messages that outlives lost connections to the relay and restarts of it.
///
/// All methods may be called from any thread, the listener's included.
///
/// ```java
/// var options = RendezvousOptions.of(Purpose.SEND).withFeatures(Set.of("files"));
/// var relay = new RelayChoice.At(URI.create("wss://relay.example"));
/// Rendezvous maker = Rendezvous.make(relay, new CodeChoice.Words(2), options, event -> {
///   switch (event) {
///     case RendezvousEvent.CodeAllocated(Code code) -> System.out.println(code.text());
///     case RendezvousEvent.Paired paired -> …
///     …
///   }
/// });
/// ```
public final class Rendezvous implements AutoCloseable {
  /// Largest message, in bytes.
  public static final int MAX_MESSAGE_BYTES = 32_768;

  private Rendezvous() {}

  /// Makes a code and waits for who has it. Events end with [RendezvousEvent.Failed] or
  /// [RendezvousEvent.Closed].
  public static Rendezvous make(
      RelayChoice relay, CodeChoice code, RendezvousOptions options, RendezvousListener listener) {
    throw new UnsupportedOperationException("lands next");
  }

  /// Joins by a code. The code's own relay goes before `relay`.
  public static Rendezvous join(
      Code code, RelayChoice relay, RendezvousOptions options, RendezvousListener listener) {
    throw new UnsupportedOperationException("lands next");
  }

  /// Sends a message to the paired peer. It waits for the relay and the peer as long as both may
  /// come back; the order is kept.
  ///
  /// @param message at most [#MAX_MESSAGE_BYTES]; copied
  /// @return false when 256 messages or 1 MiB wait for their acknowledgement already, or when all
  ///     is over: nothing was taken
  /// @throws IllegalStateException before [RendezvousEvent.Paired]
  public boolean send(ByteBuffer message) {
    throw new UnsupportedOperationException("lands next");
  }

  /// Asks the relay for its ICE servers again; they come as [RendezvousEvent.IceServersOffered].
  public void askIceServers() {
    throw new UnsupportedOperationException("lands next");
  }

  /// A secret of this session, 32 bytes, the same at both ends: for taking it up again later.
  ///
  /// @throws IllegalStateException before [RendezvousEvent.Paired]
  public byte[] resumeSecret() {
    throw new UnsupportedOperationException("lands next");
  }

  /// Takes leave: tells the paired peer why, waits at most 2 s for its acknowledgement, gives the
  /// seat up and closes. Returns at once; [RendezvousEvent.Closed] follows.
  ///
  /// @param text for the peer's log or user; cut at 256 bytes of UTF-8
  public void bye(ByeReason reason, String text) {
    throw new UnsupportedOperationException("lands next");
  }

  /// Gives the seat up and closes without a word to the peer, and waits for the end, at most 2 s;
  /// called by the listener it does not wait. Closing twice does nothing.
  @Override
  public void close() {
    throw new UnsupportedOperationException("lands next");
  }
}
