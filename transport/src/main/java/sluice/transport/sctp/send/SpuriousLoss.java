package sluice.transport.sctp.send;

/// Finds out that a congestion event was a mistake, by RFC 9260's means: a chunk that counted as lost is acknowledged
/// before it was repeated, or the peer reports its repetition as a duplicate. When that holds for all chunks that counted
/// as lost since the event, nothing was lost at all (as RFC 3708 and RFC 5682 have it for TCP).
final class SpuriousLoss {
  /// What was mistaken.
  enum Event {
    NONE,
    LOSS,
    TIMEOUT
  }

  private Event event = Event.NONE;
  private boolean needless;
  private int unproven;
  private int lowestTsn;
  private int highestTsn;

  /// A congestion event or a time-out.
  void begin(Event of) {
    event = of;
    unproven = 0;
  }

  void onLost(int tsn) {
    if (event == Event.NONE) {
      return;
    }
    if (unproven == 0) {
      lowestTsn = tsn;
      highestTsn = tsn;
    } else if (tsn - lowestTsn < 0) {
      lowestTsn = tsn;
    } else if (tsn - highestTsn > 0) {
      highestTsn = tsn;
    }
    unproven++;
  }

  /// @return whether that was the last proof needed
  boolean onAcknowledgedUnrepeated() {
    return prove();
  }

  /// @return whether that was the last proof needed
  boolean onDuplicate(int tsn) {
    return event != Event.NONE && tsn - lowestTsn >= 0 && tsn - highestTsn <= 0 && prove();
  }

  private boolean prove() {
    if (event == Event.NONE || unproven == 0) {
      return false;
    }
    needless |= event == Event.LOSS;
    return --unproven == 0;
  }

  /// Whether a chunk that counted as lost has turned out not to be since this was asked last, whatever became of the
  /// others: packets are reordered by more than was thought.
  boolean takeNeedless() {
    boolean was = needless;
    needless = false;
    return was;
  }

  /// The event that was a mistake, told once.
  Event end() {
    Event was = event;
    event = Event.NONE;
    return was;
  }
}
