package sluice.transport;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// What a {@link PeerConnection} may use, and its limits. Begin with {@link #defaults} and change what should differ.
public record PeerOptions(Paths paths, Times times, Buffers buffers) {

  /// Which addresses are offered.
  public enum CandidatePolicy {
    /// All interfaces, loopback only where the other end is on this machine.
    ALL,
    /// Loopback only: for tests and benchmarks.
    LOOPBACK
  }

  /// Which routes data may take.
  public enum Via {
    /// Direct if possible, else relayed.
    ANY,
    /// Direct only: TURN servers are not asked, and a relayed candidate of the other end is not used.
    DIRECT,
    /// Relayed only: no address of this machine or its network is revealed to the other end.
    RELAY
  }

  /// What the search for a path may use.
  ///
  /// @param iceServers asked side by side; {@link PeerConnection#iceServers} changes them later
  /// @param candidates which addresses of this machine take part
  /// @param proxy for TURN over TCP and TLS
  /// @param turnTls which servers to trust for `turns:`; empty for the system's own choice
  public record Paths(
      List<IceServer> iceServers,
      CandidatePolicy candidates,
      Via via,
      Optional<ProxyServer> proxy,
      Optional<SSLContext> turnTls) {
    public Paths {
      iceServers = List.copyOf(iceServers);
    }
  }

  /// How long things may take.
  ///
  /// @param connect from the first description to the working channel
  /// @param lost how long a lost path is waited for
  /// @param close how long an orderly close may deliver what is buffered
  public record Times(Duration connect, Duration lost, Duration close) {}

  /// How much is held in memory.
  ///
  /// @param sendBytes how much each channel buffers before a sender waits
  /// @param receiveWindowBytes the most that SCTP holds for us, in order or out of order
  public record Buffers(int sendBytes, int receiveWindowBytes) {}

  /// Settings for two ends anywhere, without servers.
  public static PeerOptions defaults() {
    return new PeerOptions(
        new Paths(List.of(), CandidatePolicy.ALL, Via.ANY, Optional.empty(), Optional.empty()),
        new Times(Duration.ofSeconds(30), Duration.ofSeconds(120), Duration.ofSeconds(10)),
        new Buffers(16 << 20, 32 << 20));
  }

  public List<IceServer> iceServers() {
    return paths.iceServers;
  }

  public CandidatePolicy candidates() {
    return paths.candidates;
  }

  public Via via() {
    return paths.via;
  }

  public Duration connectTimeout() {
    return times.connect;
  }

  public Duration lostTimeout() {
    return times.lost;
  }

  public Duration closeTimeout() {
    return times.close;
  }

  public int sendBufferBytes() {
    return buffers.sendBytes;
  }

  public int receiveWindowBytes() {
    return buffers.receiveWindowBytes;
  }

  private PeerOptions with(Paths changed) {
    return new PeerOptions(changed, times, buffers);
  }

  private PeerOptions with(Times changed) {
    return new PeerOptions(paths, changed, buffers);
  }

  public PeerOptions withIceServers(List<IceServer> servers) {
    return with(new Paths(servers, paths.candidates, paths.via, paths.proxy, paths.turnTls));
  }

  public PeerOptions withCandidates(CandidatePolicy policy) {
    return with(new Paths(paths.iceServers, policy, paths.via, paths.proxy, paths.turnTls));
  }

  public PeerOptions withVia(Via via) {
    return with(new Paths(paths.iceServers, paths.candidates, via, paths.proxy, paths.turnTls));
  }

  public PeerOptions withProxy(ProxyServer proxy) {
    return with(
        new Paths(
            paths.iceServers, paths.candidates, paths.via, Optional.of(proxy), paths.turnTls));
  }

  public PeerOptions withTurnTls(SSLContext context) {
    return with(
        new Paths(
            paths.iceServers, paths.candidates, paths.via, paths.proxy, Optional.of(context)));
  }

  public PeerOptions withConnectTimeout(Duration timeout) {
    return with(new Times(timeout, times.lost, times.close));
  }

  public PeerOptions withLostTimeout(Duration timeout) {
    return with(new Times(times.connect, timeout, times.close));
  }

  public PeerOptions withCloseTimeout(Duration timeout) {
    return with(new Times(times.connect, times.lost, timeout));
  }

  public PeerOptions withBuffers(Buffers changed) {
    return new PeerOptions(paths, times, changed);
  }
}
