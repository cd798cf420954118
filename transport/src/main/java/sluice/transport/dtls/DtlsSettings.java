package sluice.transport.dtls;

import java.time.Duration;

/// Times and sizes of the handshake.
///
/// @param handshakeTimeout from [DtlsLink#start] to [DtlsFailure.TimedOut]
/// @param firstResend until a flight is sent again; each further time waits twice as long. RFC 6347,
///     section 4.2.4.1 advises 1 s where nothing is known; here ICE has just measured the path.
/// @param maxDatagramBytes the largest datagram of a handshake, UDP payload
/// @param keys what becomes of keys that wear out
public record DtlsSettings(
    Duration handshakeTimeout, Duration firstResend, int maxDatagramBytes, KeyPolicy keys) {

  /// 30 s, 150 ms, 1200 B.
  public static final DtlsSettings DEFAULT =
      new DtlsSettings(Duration.ofSeconds(30), Duration.ofMillis(150), 1200, KeyPolicy.ONE_KEY);

  /// As here, with another policy for keys.
  public DtlsSettings withKeys(KeyPolicy policy) {
    return new DtlsSettings(handshakeTimeout, firstResend, maxDatagramBytes, policy);
  }

  /// For a handshake inside a session, whose datagrams are the plaintext of records.
  DtlsSettings inside() {
    int room = maxDatagramBytes - RecordProtection.OVERHEAD_BYTES;
    return new DtlsSettings(handshakeTimeout, firstResend, Math.max(256, room), keys);
  }

  public DtlsSettings {
    if (handshakeTimeout.toMillis() < 1 || firstResend.toMillis() < 1) {
      throw new IllegalArgumentException("a handshake needs time");
    }
    if (maxDatagramBytes < 256 || maxDatagramBytes > 16_384) {
      throw new IllegalArgumentException("maxDatagramBytes " + maxDatagramBytes);
    }
  }
}
