package sluice.signaling;

/// A pairing, and when it was last of use.
///
/// @param lastWindow the latest window in which the two have met; [Long#MIN_VALUE] before the first
public record KeptPairing(Pairing pairing, long lastWindow) {}
