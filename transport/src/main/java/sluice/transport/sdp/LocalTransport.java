package sluice.transport.sdp;

import java.util.List;

/// What this end puts into its own description.
///
/// @param sessionId 0 to 2^63 - 1, random (RFC 9429, section 5.2.1)
/// @param sessionVersion greater with each description (RFC 9429, section 5.2.2)
/// @param maxMessageBytes the longest message that we take; 0: no limit
/// @param candidates known already, without the prefix `candidate:`
public record LocalTransport(
    long sessionId,
    long sessionVersion,
    String iceUfrag,
    String icePwd,
    List<CertificateFingerprint> fingerprints,
    int sctpPort,
    long maxMessageBytes,
    List<String> candidates) {

  public LocalTransport {
    fingerprints = List.copyOf(fingerprints);
    candidates = List.copyOf(candidates);
  }
}
