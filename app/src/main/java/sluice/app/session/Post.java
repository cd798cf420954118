package sluice.app.session;

import java.util.Optional;
import sluice.app.files.SyncSource;
import sluice.app.files.SyncTarget;
import sluice.app.transfer.DestinationResult;
import sluice.app.transfer.SourceResult;
import sluice.app.ui.Interrupts;
import sluice.app.ui.UiEvent;
import sluice.signaling.RendezvousEvent;
import sluice.transport.DataChannel;
import sluice.transport.PeerEvent;

/// Something that another thread tells the session's thread.
sealed interface Post {
  /// From the rendezvous' thread.
  record Signaling(RendezvousEvent event) implements Post {}

  /// From the connection's thread.
  record Peer(PeerEvent event) implements Post {}

  /// A text message came on a channel.
  record Text(DataChannel channel, String message) implements Post {}

  /// A binary message came on a channel.
  ///
  /// @param bytes our own copy, perhaps in a longer array
  record Binary(DataChannel channel, byte[] bytes, int lengthBytes) implements Post {}

  /// A channel takes more.
  record BufferedLow() implements Post {}

  /// A channel is closed.
  record ChannelClosed(DataChannel channel) implements Post {}

  /// From the thread that reads the sources.
  record SourceDone(SourceResult result) implements Post {}

  /// From the thread that writes the files.
  record DestinationDone(DestinationResult result) implements Post {}

  /// From the thread that reads a sync's source for the comparison.
  record SyncRead(SyncSource.Reading reading) implements Post {}

  /// From the thread that does what a sync needs at its destination.
  record SyncDone(SyncTarget.Event event) implements Post {}

  /// A sentence for the user.
  record Note(String sentence) implements Post {}

  /// Something to show as it is.
  record Show(UiEvent event) implements Post {}

  /// The person answered; nothing at the end of the input.
  record Answered(Question question, Optional<String> answer) implements Post {}

  /// Somebody wants us to end.
  record Stop(Interrupts.Request request) implements Post {}
}
