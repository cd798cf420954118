package sluice.transport.dtls;

import java.time.Duration;

/// Why a [DtlsLink] came to no session, or lost it. None of these is our own fault.
public sealed interface DtlsFailure {

  /// The peer's certificate is not the one its session description promised, or it sent none:
  /// somebody may stand in between. No data went either way.
  record FingerprintMismatch() implements DtlsFailure {}

  /// The peer ended the session with a fatal alert. `description` is the number of RFC 5246, section
  /// 7.2: 42 (bad_certificate) means that our fingerprint did not satisfy it.
  record AlertReceived(int description) implements DtlsFailure {}

  /// The handshake did not end within its time.
  record TimedOut(Duration after) implements DtlsFailure {}

  /// The peer broke the protocol, or offers nothing that we accept. `alert` is the number of the
  /// alert that we sent; `detail` is for a log.
  record Malformed(int alert, String detail) implements DtlsFailure {}

  /// So much went under one key that RFC 9001, section 6.6 forbids more, or so many forgeries came.
  record KeyExhausted() implements DtlsFailure {}
}
