package sluice.transport.sctp.packet;

/// What to do with a chunk or parameter of an unknown type: its two highest bits say it
/// (RFC 9260, sections 3.2 and 3.2.1).
public enum UnknownTypeRule {
  /// 00: stop; do not read what follows in this packet or parameter list.
  STOP,
  /// 01: stop, and report the unknown type to the sender.
  STOP_AND_REPORT,
  /// 10: skip this one and go on.
  SKIP,
  /// 11: skip this one, report it to the sender, and go on.
  SKIP_AND_REPORT;

  private static final UnknownTypeRule[] BY_BITS = values();

  /// The rule in the two highest bits of a chunk type (8 bits).
  public static UnknownTypeRule ofChunkType(int chunkType) {
    return BY_BITS[(chunkType >>> 6) & 3];
  }

  /// The rule in the two highest bits of a parameter type (16 bits).
  public static UnknownTypeRule ofParameterType(int parameterType) {
    return BY_BITS[(parameterType >>> 14) & 3];
  }

  /// Whether what follows is not read.
  public boolean stops() {
    return this == STOP || this == STOP_AND_REPORT;
  }

  /// Whether the sender is told.
  public boolean reports() {
    return this == STOP_AND_REPORT || this == SKIP_AND_REPORT;
  }
}
