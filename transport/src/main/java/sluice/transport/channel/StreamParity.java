package sluice.transport.channel;

/// Which stream identifiers an end may give to channels that it opens: the DTLS client even ones, the
/// DTLS server odd ones (RFC 8832, section 6).
public enum StreamParity {
  /// The DTLS client.
  EVEN,
  /// The DTLS server.
  ODD;

  int first() {
    return this == EVEN ? 0 : 1;
  }

  boolean owns(int streamId) {
    return (streamId & 1) == first();
  }
}
