package sluice.signaling.session;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import sluice.signaling.Lobby;
import sluice.signaling.Pairing;
import sluice.signaling.RendezvousOptions;
import sluice.signaling.code.Secret;
import sluice.signaling.wire.Nameplate;

/// What a session begins with.
public sealed interface SessionSetup {
  /// The relay in use, for events and failures; the session itself connects nowhere.
  URI relay();

  /// Purpose, features, patience and the count of guesses.
  RendezvousOptions options();

  /// Makes a code.
  ///
  /// @param nameplate the wanted one, or null for what the relay draws
  record Maker(URI relay, @Nullable Nameplate nameplate, Secret secret, RendezvousOptions options)
      implements SessionSetup {}

  /// Joins by a code.
  record Joiner(URI relay, Nameplate nameplate, Secret secret, RendezvousOptions options)
      implements SessionSetup {}

  /// Answers a paired peer that waits in a lobby of ours: the maker of section 10.2.
  record Answerer(URI relay, Lobby lobby, Pairing pairing, RendezvousOptions options)
      implements SessionSetup {}

  /// Comes to a paired peer's lobby and waits there to be answered: the joiner of section 10.2.
  ///
  /// @param lobby the first; [Session#moveTo] follows the hour
  record Caller(URI relay, Lobby lobby, Pairing pairing, RendezvousOptions options)
      implements SessionSetup {}
}
