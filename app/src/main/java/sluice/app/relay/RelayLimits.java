package sluice.app.relay;

import java.time.Duration;

/// How much a relay takes on. Every number that a stranger could drive up has its limit here.
///
/// @param admission who may open a room
/// @param connections at the same time, all together
/// @param connectionsOfSource at the same time, from one source
/// @param nameplates alive at the same time
/// @param rooms alive at the same time
/// @param placeLife how long a nameplate or room may live
/// @param idleLife how long a connection may stay without a seat
/// @param messages how many messages one connection may send
/// @param bytes how many characters of messages one connection may send
/// @param claims how many seats one source may ask for
/// @param failures what happens to a source that asks for nameplates that are not there
public record RelayLimits(
    Admission admission,
    int connections,
    int connectionsOfSource,
    int nameplates,
    int rooms,
    Duration placeLife,
    Duration idleLife,
    Rate messages,
    Rate bytes,
    Rate claims,
    Failures failures) {

  /// Who may open a room.
  public enum Admission {
    /// Anybody: both ends open theirs anew after a restart of the relay.
    ANYBODY,
    /// Only a connection that held a seat of a nameplate, so that a stranger on the network cannot
    /// take the places of an embedded relay.
    FORMER_NAMEPLATE_HOLDERS
  }

  /// A token bucket.
  ///
  /// @param perSecond how fast it fills
  /// @param burst how much it holds
  public record Rate(int perSecond, int burst) {}

  /// Failed joins of one source.
  ///
  /// @param free so many are answered at once
  /// @param refused from so many on, the source is refused; between the two, answers come late
  /// @param firstDelay of the first late answer; each further one doubles it
  /// @param forgetAfter the time in which one failure is forgotten
  public record Failures(int free, int refused, Duration firstDelay, Duration forgetAfter) {}

  /// For a relay that serves everybody.
  public static RelayLimits standalone() {
    return new RelayLimits(
        Admission.ANYBODY,
        10_000,
        64,
        5_000,
        5_000,
        Duration.ofDays(7),
        Duration.ofSeconds(60),
        new Rate(50, 200),
        new Rate(1 << 20, 8 << 20),
        new Rate(2, 40),
        new Failures(3, 12, Duration.ofMillis(500), Duration.ofSeconds(20)));
  }

  /// For the relay inside a sender: its nameplate, its room, eight connections. Two rooms more leave
  /// the pair a place when somebody on the network joined and took one.
  public static RelayLimits embedded() {
    return new RelayLimits(
        Admission.FORMER_NAMEPLATE_HOLDERS,
        8,
        8,
        1,
        3,
        Duration.ofDays(7),
        Duration.ofSeconds(30),
        new Rate(50, 200),
        new Rate(1 << 20, 8 << 20),
        new Rate(2, 40),
        new Failures(3, 12, Duration.ofMillis(500), Duration.ofSeconds(20)));
  }
}
