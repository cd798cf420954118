package sluice.transport.dtls;

/// What becomes of keys that wear out.
///
/// @param units how much one key may protect, in the units of [KeyBudget]; less than its limit only in tests
public record KeyPolicy(Renewal renewal, long units) {
  /// Whether the two ends can renew their keys.
  public enum Renewal {
    /// The other end has not said that it can: browsers cannot.
    UNKNOWN_TO_PEER,
    /// Both said so (`transport/docs/key-renewal.md`).
    AGREED
  }

  /// Toward an end that cannot renew.
  public static final KeyPolicy ONE_KEY = new KeyPolicy(Renewal.UNKNOWN_TO_PEER, KeyBudget.UNITS);

  /// How much one AES-GCM key may protect.
  public static final long LIMIT_UNITS = KeyBudget.UNITS;

  public KeyPolicy {
    if (units < 1 || units > KeyBudget.UNITS) {
      throw new IllegalArgumentException("units " + units);
    }
  }
}
