package sluice.app.transfer;

import java.util.List;

/// What the receiver's user decides on.
///
/// @param first the first entries: all of them where {@link Totals#entries} says so
/// @param destination the directory or file to store into, for people
/// @param conflicts ids of those whose target exists
public record IncomingOffer(
    List<Placed> first, Totals totals, String destination, List<Integer> conflicts) {
  public IncomingOffer {
    first = List.copyOf(first);
    conflicts = List.copyOf(conflicts);
  }
}
