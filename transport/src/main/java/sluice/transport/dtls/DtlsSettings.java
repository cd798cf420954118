package sluice.transport.dtls;

import java.time.Duration;

/// Times and sizes of the handshake.
///
/// @param handshakeTimeout from [DtlsLink#start] to [DtlsFailure.TimedOut]
/// @param firstResend until a flight is sent again; each further time waits twice as long. RFC 6347,
///     section 4.2.4.1 advises 1 s where nothing is known; here ICE has just measured the path.
/// @param maxDatagramBytes the largest datagram of a handshake, UDP payload
public record DtlsSettings(Duration handshakeTimeout, Duration firstResend, int maxDatagramBytes) {

  /// 30 s, 150 ms, 1200 B.
  public static final DtlsSettings DEFAULT =
      new DtlsSettings(Duration.ofSeconds(30), Duration.ofMillis(150), 1200);

  public DtlsSettings {
    if (handshakeTimeout.toMillis() < 1 || firstResend.toMillis() < 1) {
      throw new IllegalArgumentException("a handshake needs time");
    }
    if (maxDatagramBytes < 256 || maxDatagramBytes > 16_384) {
      throw new IllegalArgumentException("maxDatagramBytes " + maxDatagramBytes);
    }
  }
}
