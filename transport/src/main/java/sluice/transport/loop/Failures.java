package sluice.transport.loop;

import sluice.transport.PeerFailure;
import sluice.transport.dtls.DtlsFailure;
import sluice.transport.sctp.AbortReason;

/// Tells the ends of the engines in the words of the face.
final class Failures {
  private static final int BAD_CERTIFICATE = 42;

  private Failures() {}

  static PeerFailure of(DtlsFailure failure) {
    return switch (failure) {
      case DtlsFailure.FingerprintMismatch mismatch -> new PeerFailure.FingerprintMismatch();
      case DtlsFailure.AlertReceived alert ->
          alert.description() == BAD_CERTIFICATE
              ? new PeerFailure.HandshakeFailed("the other end refused our certificate")
              : new PeerFailure.HandshakeFailed("DTLS alert " + alert.description());
      case DtlsFailure.TimedOut timedOut ->
          new PeerFailure.HandshakeFailed("DTLS did not answer within " + timedOut.after());
      case DtlsFailure.Malformed malformed -> new PeerFailure.ProtocolViolation(malformed.detail());
      case DtlsFailure.KeyExhausted exhausted -> new PeerFailure.KeyExhausted();
    };
  }

  static PeerFailure of(AbortReason reason, String detail) {
    return switch (reason) {
      case BY_PEER -> new PeerFailure.AbortedByPeer(detail);
      case BY_US -> new PeerFailure.ConnectionLost("ended by this end: " + detail);
      case HANDSHAKE_UNANSWERED -> new PeerFailure.HandshakeFailed("SCTP got no answer");
      case UNANSWERED, SHUTDOWN_UNANSWERED -> new PeerFailure.ConnectionLost(detail);
      case PROTOCOL_VIOLATION -> new PeerFailure.ProtocolViolation(detail);
    };
  }
}
