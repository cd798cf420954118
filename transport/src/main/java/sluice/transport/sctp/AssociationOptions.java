package sluice.transport.sctp;

import java.util.concurrent.TimeUnit;
import sluice.transport.sctp.send.congestion.Bbr;
import sluice.transport.sctp.send.congestion.CongestionController;

/// The settings of an {@link Association}; immutable, changed by the `with` methods.
///
/// @param localPort and remotePort: 5000 on both sides in WebRTC (RFC 8841, section 5.1)
/// @param initialPacketBytes the largest SCTP packet sent before the path is known to carry more
/// @param maxPacketBytes the largest ever sent
/// @param streams wanted in each direction, at most 65,535
/// @param receiveWindowBytes the most that arriving data may occupy here, retained bytes included; the window begins at
///     2 MiB and grows to twice what arrives in a round trip
/// @param maxReceiveMessageBytes a longer message ends the association; at most half the window
/// @param maxSendMessageBytes a longer message is refused
/// @param sendBufferBytes handed over and not yet acknowledged, over all streams
/// @param retransmission timer limits (RFC 9260, section 16)
/// @param heartbeatIntervalNanos between heartbeats on an idle path, {@link #NEVER} for none
/// @param sackDelayNanos for acknowledgements that wait for a second packet
/// @param suspectNanos without an answer until {@link AssociationEvent.PeerSilent}
/// @param maxHandshakeAttempts Max.Init.Retransmits
/// @param maxRetransmissionTimeouts Association.Max.Retrans, or {@link #UNLIMITED}
/// @param zeroChecksum whether the lower layer is DTLS, and the peer may leave out checksums (RFC 9653)
public record AssociationOptions(
    int localPort,
    int remotePort,
    int initialPacketBytes,
    int maxPacketBytes,
    int streams,
    int receiveWindowBytes,
    int maxReceiveMessageBytes,
    int maxSendMessageBytes,
    long sendBufferBytes,
    RetransmissionTimer retransmission,
    long heartbeatIntervalNanos,
    long sackDelayNanos,
    long suspectNanos,
    int maxHandshakeAttempts,
    int maxRetransmissionTimeouts,
    ZeroChecksum zeroChecksum,
    CongestionController.Factory congestion) {

  public static final long NEVER = Long.MAX_VALUE;
  public static final int UNLIMITED = Integer.MAX_VALUE;

  /// Limits of the retransmission timer, in nanoseconds.
  public record RetransmissionTimer(long initialNanos, long minNanos, long maxNanos) {}

  /// Whether packets without a checksum are announced as acceptable.
  public enum ZeroChecksum {
    OFFERED,
    NOT_OFFERED
  }

  /// What suits WebRTC over DTLS.
  public static final AssociationOptions DEFAULT =
      new AssociationOptions(
          5000,
          5000,
          1191,
          16_000,
          65_535,
          32 << 20,
          256 << 10,
          256 << 10,
          16L << 20,
          new RetransmissionTimer(
              TimeUnit.MILLISECONDS.toNanos(500),
              TimeUnit.MILLISECONDS.toNanos(220),
              TimeUnit.SECONDS.toNanos(10)),
          TimeUnit.SECONDS.toNanos(15),
          TimeUnit.MILLISECONDS.toNanos(100),
          TimeUnit.SECONDS.toNanos(5),
          20,
          UNLIMITED,
          ZeroChecksum.OFFERED,
          Bbr::new);

  public AssociationOptions {
    require(initialPacketBytes >= 576 && initialPacketBytes <= maxPacketBytes, "packet size");
    require(maxPacketBytes <= 65_000, "maxPacketBytes");
    require(streams >= 1 && streams <= 65_535, "streams");
    require(receiveWindowBytes >= 64 << 10, "receiveWindowBytes");
    require(
        maxReceiveMessageBytes >= 1 && maxReceiveMessageBytes <= receiveWindowBytes / 2,
        "maxReceiveMessageBytes");
    require(maxSendMessageBytes >= 1 && sendBufferBytes >= maxSendMessageBytes, "send limits");
    require(sackDelayNanos <= TimeUnit.MILLISECONDS.toNanos(500), "sackDelayNanos");
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new IllegalArgumentException(what + " out of range");
    }
  }

  public AssociationOptions withPorts(int local, int remote) {
    return new AssociationOptions(
        local,
        remote,
        initialPacketBytes,
        maxPacketBytes,
        streams,
        receiveWindowBytes,
        maxReceiveMessageBytes,
        maxSendMessageBytes,
        sendBufferBytes,
        retransmission,
        heartbeatIntervalNanos,
        sackDelayNanos,
        suspectNanos,
        maxHandshakeAttempts,
        maxRetransmissionTimeouts,
        zeroChecksum,
        congestion);
  }

  public AssociationOptions withPackets(int initialBytes, int maxBytes) {
    return new AssociationOptions(
        localPort,
        remotePort,
        initialBytes,
        maxBytes,
        streams,
        receiveWindowBytes,
        maxReceiveMessageBytes,
        maxSendMessageBytes,
        sendBufferBytes,
        retransmission,
        heartbeatIntervalNanos,
        sackDelayNanos,
        suspectNanos,
        maxHandshakeAttempts,
        maxRetransmissionTimeouts,
        zeroChecksum,
        congestion);
  }

  /// Limits on the receiving side.
  public AssociationOptions withReceiving(int windowBytes, int maxMessageBytes) {
    return new AssociationOptions(
        localPort,
        remotePort,
        initialPacketBytes,
        maxPacketBytes,
        streams,
        windowBytes,
        maxMessageBytes,
        maxSendMessageBytes,
        sendBufferBytes,
        retransmission,
        heartbeatIntervalNanos,
        sackDelayNanos,
        suspectNanos,
        maxHandshakeAttempts,
        maxRetransmissionTimeouts,
        zeroChecksum,
        congestion);
  }

  /// Limits on the sending side.
  public AssociationOptions withSending(long bufferBytes, int maxMessageBytes) {
    return new AssociationOptions(
        localPort,
        remotePort,
        initialPacketBytes,
        maxPacketBytes,
        streams,
        receiveWindowBytes,
        maxReceiveMessageBytes,
        maxMessageBytes,
        bufferBytes,
        retransmission,
        heartbeatIntervalNanos,
        sackDelayNanos,
        suspectNanos,
        maxHandshakeAttempts,
        maxRetransmissionTimeouts,
        zeroChecksum,
        congestion);
  }

  public AssociationOptions withStreams(int count) {
    return new AssociationOptions(
        localPort,
        remotePort,
        initialPacketBytes,
        maxPacketBytes,
        count,
        receiveWindowBytes,
        maxReceiveMessageBytes,
        maxSendMessageBytes,
        sendBufferBytes,
        retransmission,
        heartbeatIntervalNanos,
        sackDelayNanos,
        suspectNanos,
        maxHandshakeAttempts,
        maxRetransmissionTimeouts,
        zeroChecksum,
        congestion);
  }

  public AssociationOptions withHeartbeatInterval(long nanos) {
    return new AssociationOptions(
        localPort,
        remotePort,
        initialPacketBytes,
        maxPacketBytes,
        streams,
        receiveWindowBytes,
        maxReceiveMessageBytes,
        maxSendMessageBytes,
        sendBufferBytes,
        retransmission,
        nanos,
        sackDelayNanos,
        suspectNanos,
        maxHandshakeAttempts,
        maxRetransmissionTimeouts,
        zeroChecksum,
        congestion);
  }

  public AssociationOptions withMaxRetransmissionTimeouts(int count) {
    return new AssociationOptions(
        localPort,
        remotePort,
        initialPacketBytes,
        maxPacketBytes,
        streams,
        receiveWindowBytes,
        maxReceiveMessageBytes,
        maxSendMessageBytes,
        sendBufferBytes,
        retransmission,
        heartbeatIntervalNanos,
        sackDelayNanos,
        suspectNanos,
        maxHandshakeAttempts,
        count,
        zeroChecksum,
        congestion);
  }

  public AssociationOptions withZeroChecksum(ZeroChecksum offer) {
    return new AssociationOptions(
        localPort,
        remotePort,
        initialPacketBytes,
        maxPacketBytes,
        streams,
        receiveWindowBytes,
        maxReceiveMessageBytes,
        maxSendMessageBytes,
        sendBufferBytes,
        retransmission,
        heartbeatIntervalNanos,
        sackDelayNanos,
        suspectNanos,
        maxHandshakeAttempts,
        maxRetransmissionTimeouts,
        offer,
        congestion);
  }

  public AssociationOptions withCongestion(CongestionController.Factory controller) {
    return new AssociationOptions(
        localPort,
        remotePort,
        initialPacketBytes,
        maxPacketBytes,
        streams,
        receiveWindowBytes,
        maxReceiveMessageBytes,
        maxSendMessageBytes,
        sendBufferBytes,
        retransmission,
        heartbeatIntervalNanos,
        sackDelayNanos,
        suspectNanos,
        maxHandshakeAttempts,
        maxRetransmissionTimeouts,
        zeroChecksum,
        controller);
  }
}
