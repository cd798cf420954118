package sluice.transport;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// What a {@link PeerConnection} may use, and its limits. Begin with {@link #defaults} and change what should differ.
public record PeerOptions(Paths paths, Times times, Buffers buffers, Sending sending) {
  public static final int MIN_MTU_BYTES = 700;
  public static final int MAX_MTU_BYTES = 65_535;

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

  /// The control of congestion (`transport/docs/decisions/congestion-control.md`).
  public enum Congestion {
    /// A model of the path: does not stop for random loss.
    BBR,
    /// Loss-based, like the TCP of most systems (RFC 9438).
    CUBIC
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

  /// How data goes out.
  ///
  /// @param mtuBytes the largest IP packet, headers included, that carries our data: {@link #MIN_MTU_BYTES} to {@link
  ///     #MAX_MTU_BYTES}. Counted for IPv6 and a relay's channel in between, so that it holds on every path; over IPv4
  ///     alone packets stay 24 bytes below. Told to the other end, which keeps to it if it is a sluice
  /// @param congestion who decides how fast data may be sent
  public record Sending(int mtuBytes, Congestion congestion) {
    public Sending {
      if (mtuBytes < MIN_MTU_BYTES || mtuBytes > MAX_MTU_BYTES) {
        throw new IllegalArgumentException("mtuBytes " + mtuBytes);
      }
    }
  }

  /// Settings for two ends anywhere, without servers.
  public static PeerOptions defaults() {
    return new PeerOptions(
        new Paths(List.of(), CandidatePolicy.ALL, Via.ANY, Optional.empty(), Optional.empty()),
        new Times(Duration.ofSeconds(30), Duration.ofSeconds(120), Duration.ofSeconds(10)),
        new Buffers(16 << 20, 32 << 20),
        new Sending(MAX_MTU_BYTES, Congestion.BBR));
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
    return new PeerOptions(changed, times, buffers, sending);
  }

  private PeerOptions with(Times changed) {
    return new PeerOptions(paths, changed, buffers, sending);
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
    return new PeerOptions(paths, times, changed, sending);
  }

  public PeerOptions withMtu(int bytes) {
    return new PeerOptions(paths, times, buffers, new Sending(bytes, sending.congestion));
  }

  public PeerOptions withCongestion(Congestion control) {
    return new PeerOptions(paths, times, buffers, new Sending(sending.mtuBytes, control));
  }
}
