package sluice.transport.dtls;

/// How much one AES-GCM key may still protect. RFC 9001, section 6.6: "endpoints MUST initiate a key
/// update before sending more protected packets than the confidentiality limit for the selected AEAD
/// permits", which is 2^23 packets, or 2^28 of at most 2^11 bytes (its appendix B.1). A mixture is
/// counted in units of which a small record takes one and a large one 2^5.
final class KeyBudget {

  static final long UNITS = 1L << 28;

  static final int SMALL_RECORD_BYTES = 1 << 11;

  static final int UNITS_OF_LARGE_RECORD = 1 << 5;

  private final long units;
  private long usedUnits;

  KeyBudget() {
    this(UNITS, 0);
  }

  /// @param units what the key may protect
  /// @param usedUnits what it has protected already
  KeyBudget(long units, long usedUnits) {
    this.units = units;
    this.usedUnits = usedUnits;
  }

  /// Takes the units of one more record; false, and nothing taken, if the key must not be used again.
  boolean take(int plaintextBytes) {
    int taken = plaintextBytes <= SMALL_RECORD_BYTES ? 1 : UNITS_OF_LARGE_RECORD;
    if (usedUnits > units - taken) {
      return false;
    }
    usedUnits += taken;
    return true;
  }

  /// From half of the budget on: at 1 GB/s in small records the other half lasts 160 s.
  boolean isRenewalDue() {
    return usedUnits >= units / 2;
  }

  /// The last sixteenth: enough for what a connection may still hold, in either kind of record.
  boolean isWearingOut() {
    return usedUnits >= units - units / 16;
  }
}
