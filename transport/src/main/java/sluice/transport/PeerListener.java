package sluice.transport;

/// Hears what happens to one {@link PeerConnection}.
@FunctionalInterface
public interface PeerListener {
  /// Called on the connection's own thread, which also moves the data: it must not block.
  void onEvent(PeerEvent event);
}
