package sluice.signaling;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sluice.signaling.wire.Nameplate;
import sluice.signaling.wire.RefusalReason;

/// Why two ends did not meet, or could not go on. `detail` is for a log.
public sealed interface SignalingFailure {
  // Of the code.

  /// The two codes differ. At the maker: somebody tried a wrong one, and the code is dead. At the
  /// joiner: the other side said so.
  record WrongCode() implements SignalingFailure {}

  /// This joiner proved its code and got no valid answer: the code was wrong, or somebody stands
  /// between. Not to be tried again by itself.
  record NotAnswered() implements SignalingFailure {}

  /// Nobody waits under this nameplate: mistyped, used, expired, or another relay.
  record UnknownNameplate(Nameplate nameplate) implements SignalingFailure {}

  /// Somebody else is joining under this nameplate.
  record Occupied(Nameplate nameplate) implements SignalingFailure {}

  /// The maker's wanted nameplate is in use.
  record NameplateTaken(Nameplate nameplate) implements SignalingFailure {}

  /// This code was tried before and works no more ([Guesses]).
  record CodeSpent() implements SignalingFailure {}

  /// The code is right, but made for something else: `sluice pipe` instead of `sluice receive`.
  /// It still holds.
  record OtherPurpose(Purpose theirs) implements SignalingFailure {}

  /// Another process of ours answers in this lobby already.
  record LobbyTaken() implements SignalingFailure {}

  /// Several senders on this network answer to this nameplate. None was tried.
  record Ambiguous(Nameplate nameplate, int holders) implements SignalingFailure {}

  // Of the relay.

  /// No connection to the relay.
  record RelayUnreachable(URI relay, String detail) implements SignalingFailure {}

  /// The relay refuses.
  ///
  /// @param retryAfter zero where it did not say
  /// @param message its own words, unescaped, at most 256 characters
  record RelayRefused(
      URI relay, RefusalReason reason, Duration retryAfter, @Nullable String message)
      implements SignalingFailure {}

  /// No relay is named, and the user demanded a proxy: nobody is looked for on this network past it.
  record NoRelayForProxy() implements SignalingFailure {}

  /// No relay is configured, and none on this network answers to this nameplate.
  record NoRelayFound(Nameplate nameplate) implements SignalingFailure {}

  /// The relay takes messages for a peer that it says is there, and does not deliver them.
  record NotDelivered() implements SignalingFailure {}

  /// No socket could be opened here.
  record LocalNetwork(String detail) implements SignalingFailure {}

  // Of the other end.

  /// Nobody came within the time limit.
  record NobodyCame(Duration waited) implements SignalingFailure {}

  /// The other end was there and left before the code was proven.
  record PeerLeft() implements SignalingFailure {}

  /// The other end is there and does not answer.
  record PeerSilent() implements SignalingFailure {}

  /// No protocol version in common.
  ///
  /// @param theirs the highest that the other end speaks
  record NoCommonVersion(int ours, int theirs) implements SignalingFailure {}

  /// A message was altered, echoed or made up on its way: somebody in between, or a broken relay.
  record Tampered(String detail) implements SignalingFailure {}

  /// The paired peer broke the protocol.
  record Malformed(String detail) implements SignalingFailure {}
}
