package sluice.app.session;

import java.time.Duration;
import sluice.app.Escaper;
import sluice.app.ExitCode;
import sluice.app.peers.PeerAnswer;
import sluice.app.peers.PeerName;
import sluice.app.ui.Ending;
import sluice.app.ui.Quantity;
import sluice.signaling.SignalingFailure;

/// How a session of paired peers fails where codes have other words for it, or none.
final class PeerEndings {
  private static final String PAIR_AGAIN =
      "If nobody restored an old copy of SLUICE_HOME, pair the two again: sluice pair";

  private PeerEndings() {}

  static Ending of(SignalingFailure failure, PeerName peer, Endings.Side side) {
    if (failure instanceof SignalingFailure.WrongCode) {
      return new Ending(
          ExitCode.CODE_REFUSED,
          "wrong_secret",
          "The two machines have different secrets for this pairing (" + peer + ")",
          null,
          PAIR_AGAIN);
    }
    if (failure instanceof SignalingFailure.NotAnswered) {
      return new Ending(
          ExitCode.CODE_REFUSED,
          "secret_not_accepted",
          "The secret of this pairing ("
              + peer
              + ") was not accepted: it is another one there, or somebody stands between",
          null,
          PAIR_AGAIN);
    }
    return failure instanceof SignalingFailure.NobodyCame(var waited)
        ? nobodyCame(peer, waited)
        : SignalingEndings.of(failure, side);
  }

  static Ending nobodyCame(PeerName peer, Duration waited) {
    return new Ending(
        ExitCode.NOBODY_CAME,
        "nobody_came",
        "Nothing was heard of " + peer + " within " + Quantity.time(waited),
        null,
        "Check that it runs (sluice listen, or receive --from), that both use the same relay,"
            + " and that their clocks are right; or wait longer with --timeout");
  }

  static Ending refused(PeerAnswer.Refused refused, PeerName peer) {
    String sentence = Escaper.escape(refused.sentence());
    String name = refused.reason().word().replace('-', '_');
    String remedy =
        switch (refused.reason()) {
          case NOT_PERMITTED ->
              "On "
                  + peer
                  + ", sluice peers shows what is granted, and sluice peers grant adds to it";
          case PAIRING_REPLACED -> PAIR_AGAIN;
          case BUSY -> "Try again later, or with --retry";
          case SAFETY_LIMIT, UNUSABLE -> "Look at the log of sluice on " + peer;
          case NOT_UNDERSTOOD -> "Check that both run the same version of sluice";
        };
    return new Ending(refused.reason().exit(), name, peer + " refuses: " + sentence, null, remedy);
  }

  static Ending outOfPlace() {
    return new Ending(
        ExitCode.UNSAFE_PEER,
        "malformed",
        "The other side broke the protocol (it said what is no request or answer)",
        null,
        "Check that both run a genuine sluice");
  }

  static Ending silent(PeerName peer) {
    return new Ending(
        ExitCode.CONNECTION_LOST,
        "peer_silent",
        peer + " came and said nothing more",
        null,
        "Start both sides again");
  }

  static Ending noRelay(PeerName peer) {
    return new Ending(
        ExitCode.RELAY_UNREACHABLE,
        "no_relay",
        "The pairing with " + peer + " knows no relay, and none is configured",
        null,
        "Name a relay with --relay, or pair again with one");
  }

  static Ending store(String sentence) {
    return Endings.localFile(
        "peer_store", Escaper.escape(sentence), "Look at the files under SLUICE_HOME");
  }

  static Ending unknownPeer(PeerName name) {
    return new Ending(
        ExitCode.USAGE,
        "unknown_peer",
        "There is no paired peer named " + name,
        null,
        "sluice peers lists them; sluice pair makes one");
  }
}
