package sluice.signaling.pake;

/// What a run of SPAKE2 gives to both sides when the passwords were the same.
///
/// @param ke the shared secret, 16 bytes: to be used only once the other side's confirmation holds
/// @param confirmationA what A sends to prove its knowledge, 32 bytes
/// @param confirmationB what B sends to prove its knowledge, 32 bytes
public record Spake2Keys(Octets ke, Octets confirmationA, Octets confirmationB) {}
