package sluice.app.transfer;

import java.util.List;

/// What the receiver's user decides on.
///
/// @param destination the directory or file to store into, for people
/// @param conflicts ids whose target exists
public record IncomingOffer(
    List<ManifestEntry> entries, long totalBytes, String destination, List<Integer> conflicts) {}
