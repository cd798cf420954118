package sluice.signaling;

/// Hears what happens to one [Rendezvous].
@FunctionalInterface
public interface RendezvousListener {
  /// Called on the rendezvous' own thread, one event at a time. It may call the rendezvous; it
  /// should not block for long, or pings go unanswered.
  void onEvent(RendezvousEvent event);
}
