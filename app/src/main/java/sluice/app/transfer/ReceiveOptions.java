package sluice.app.transfer;

/// @param conflicts what to do where a target exists
/// @param hashes which hashes the user wants to see
public record ReceiveOptions(ConflictPolicy conflicts, Hashes hashes) {}
