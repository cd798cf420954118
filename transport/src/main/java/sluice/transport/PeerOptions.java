package sluice.transport;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/// What a {@link PeerConnection} may use, and its limits.
///
/// @param iceServers `stun:host:port` and, later, `turn:` and `turns:` URIs, asked side by side
/// @param candidates which addresses of this machine take part
/// @param connectTimeout from the first description to the working channel
/// @param lostTimeout how long a lost path is waited for
/// @param closeTimeout how long an orderly close may deliver what is buffered
/// @param sendBufferBytes how much each channel buffers before a sender waits
/// @param receiveWindowBytes the most that SCTP holds for us, in order or out of order
public record PeerOptions(
    List<URI> iceServers,
    CandidatePolicy candidates,
    Duration connectTimeout,
    Duration lostTimeout,
    Duration closeTimeout,
    int sendBufferBytes,
    int receiveWindowBytes) {

  /// Which addresses are offered.
  public enum CandidatePolicy {
    /// All interfaces, loopback only where the other end is on this machine.
    ALL,
    /// Loopback only: for tests and benchmarks.
    LOOPBACK
  }

  public PeerOptions {
    iceServers = List.copyOf(iceServers);
  }

  /// Settings for two ends anywhere, without servers.
  public static PeerOptions defaults() {
    return new PeerOptions(
        List.of(),
        CandidatePolicy.ALL,
        Duration.ofSeconds(30),
        Duration.ofSeconds(120),
        Duration.ofSeconds(10),
        16 << 20,
        32 << 20);
  }
}
