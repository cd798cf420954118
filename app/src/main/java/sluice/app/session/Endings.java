package sluice.app.session;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import sluice.app.Escaper;
import sluice.app.ExitCode;
import sluice.app.ui.Ending;
import sluice.app.ui.Interrupts;
import sluice.app.ui.Quantity;
import sluice.signaling.ByeReason;
import sluice.signaling.SignalingFailure;
import sluice.signaling.wire.RefusalReason;
import sluice.transport.PeerFailure;
import sluice.transport.PeerOptions;

/// The sentence, the remedy and the exit code of every way in which two ends fail to meet or to stay
/// connected. What can go wrong between files is in {@link TransferEndings}.
final class Endings {
  private static final String ASK_NEW_CODE = "Ask the sender for a new code";
  private static final String SEND_AGAIN = "Send again to get a fresh code";
  private static final String TRY_AGAIN = "Start both sides again";
  private static final String STRANGER =
      "Somebody between the two may be altering messages: try another relay or network, with a"
          + " fresh code";
  private static final String CONFIGURE_RELAY =
      "Name a relay that both sides can reach: --relay URL, SLUICE_RELAY, or `relay = URL` in the"
          + " config file";

  private Endings() {}

  /// Which of the two we are.
  enum Side {
    SENDER,
    RECEIVER
  }

  static Ending of(SignalingFailure failure, Side side) {
    return switch (failure) {
      case SignalingFailure.WrongCode() -> wrongCode(side);
      case SignalingFailure.NotAnswered() ->
          code(
              "code_not_accepted",
              "The code was not accepted: it is wrong, or somebody stands between",
              ASK_NEW_CODE);
      case SignalingFailure.UnknownNameplate(var nameplate) ->
          code(
              "code_unknown",
              "Nobody waits under the number " + nameplate.digits(),
              "Check the number and the relay; if both are right the code is used up, so ask the"
                  + " sender for a new one");
      case SignalingFailure.Occupied(var nameplate) ->
          code(
              "code_occupied",
              "Somebody else is already joining under the number " + nameplate.digits(),
              ASK_NEW_CODE + ", and to tell it to you alone");
      case SignalingFailure.NameplateTaken(var nameplate) ->
          code(
              "nameplate_taken",
              "The number " + nameplate.digits() + " is in use at this relay",
              "Choose another number for --code, or leave --code out");
      case SignalingFailure.CodeSpent() ->
          code("code_spent", "This code was tried before and works no more", newCode(side));
      case SignalingFailure.OtherPurpose(var theirs) ->
          code(
              "code_of_other_purpose",
              "The code is right, but was made for something else (" + theirs + ")",
              "Use the command that the other side shows; the code still works");
      case SignalingFailure.LobbyTaken() ->
          new Ending(
              ExitCode.BUSY,
              "answered_elsewhere",
              "Another sluice on this machine answers this peer already",
              null,
              "Let that one do it, or end it first");
      case SignalingFailure.Ambiguous(var nameplate, int holders) ->
          code(
              "code_ambiguous",
              holders + " senders on this network use the number " + nameplate.digits(),
              "No guess was made: " + lowerFirst(ASK_NEW_CODE));
      case SignalingFailure.RelayUnreachable(URI relay, String detail) ->
          new Ending(
              ExitCode.RELAY_UNREACHABLE,
              "relay_unreachable",
              "The relay " + shown(relay) + " cannot be reached (" + unreachable(detail) + ")",
              null,
              "Check its address and this machine's network");
      case SignalingFailure.RelayRefused refused -> refused(refused);
      case SignalingFailure.NoRelayFound(var nameplate) ->
          new Ending(
              ExitCode.RELAY_UNREACHABLE,
              "no_relay",
              "No relay is configured, and no sender on this network answers to the number "
                  + nameplate.digits(),
              null,
              "If the sender is on another network, both sides need a relay. " + CONFIGURE_RELAY);
      case SignalingFailure.NoRelayForProxy() ->
          new Ending(
              ExitCode.RELAY_UNREACHABLE,
              "no_relay_for_proxy",
              "No relay is named, and meeting on this network would go past the proxy",
              null,
              "Name a relay with --relay, or leave --proxy out");
      case SignalingFailure.NotDelivered() ->
          new Ending(
              ExitCode.RELAY_UNREACHABLE,
              "relay_not_delivering",
              "The relay takes messages and does not deliver them",
              null,
              "Try again, or use another relay");
      case SignalingFailure.LocalNetwork(String detail) ->
          new Ending(
              ExitCode.LOCAL_FILE,
              "local_network",
              "This machine gave us no socket (" + Escaper.escape(detail) + ")",
              null,
              "Check the limits and rights of this process");
      case SignalingFailure.NobodyCame(var waited) ->
          new Ending(
              ExitCode.NOBODY_CAME,
              "nobody_came",
              "Nobody came within " + Quantity.time(waited),
              null,
              "Start again when the other side is ready, or wait longer with --timeout");
      case SignalingFailure.PeerLeft() ->
          lost("peer_left", "The other side left before the code was proven");
      case SignalingFailure.PeerSilent() ->
          lost("peer_silent", "The other side is there and does not answer");
      case SignalingFailure.NoCommonVersion(int ours, int theirs) ->
          new Ending(
              ExitCode.UNSAFE_PEER,
              "no_common_version",
              "The two programs do not understand each other (versions "
                  + ours
                  + " and "
                  + theirs
                  + ")",
              null,
              "Update the older one");
      case SignalingFailure.Tampered(String detail) ->
          new Ending(
              ExitCode.UNSAFE_PEER,
              "tampered",
              "A message was altered on its way (" + Escaper.escape(detail) + ")",
              "Nothing of the files left this side's hands unencrypted",
              STRANGER);
      case SignalingFailure.Malformed(String detail) ->
          new Ending(
              ExitCode.UNSAFE_PEER,
              "malformed",
              "The other side broke the protocol (" + Escaper.escape(detail) + ")",
              null,
              "Check that both run a genuine sluice");
    };
  }

  static Ending of(PeerFailure failure) {
    return switch (failure) {
      case PeerFailure.DescriptionRefused(String detail) ->
          unsafe("description_refused", "The other side's description cannot be used", detail);
      case PeerFailure.NoRoute(String detail) -> RouteEndings.noRoute(PeerOptions.Via.ANY, detail);
      case PeerFailure.FingerprintMismatch() ->
          new Ending(
              ExitCode.UNSAFE_PEER,
              "fingerprint_mismatch",
              "The certificate on the connection is not the one that was told under the code:"
                  + " somebody stands in between",
              "No byte of a file was sent",
              STRANGER);
      case PeerFailure.HandshakeFailed(String detail) ->
          new Ending(
              ExitCode.NO_ROUTE,
              "handshake_failed",
              "A path was found, but no secure connection over it (" + Escaper.escape(detail) + ")",
              null,
              TRY_AGAIN);
      case PeerFailure.ConnectionLost(String detail) ->
          lost("connection_lost", "The connection was lost (" + Escaper.escape(detail) + ")");
      case PeerFailure.KeyExhausted() ->
          new Ending(
              ExitCode.SAFETY_LIMIT,
              "key_exhausted",
              "So much went over this connection that its key may protect no more, and the other"
                  + " side cannot renew it",
              null,
              TRY_AGAIN);
      case PeerFailure.AbortedByPeer(String detail) ->
          lost("aborted_by_peer", "The other side ended the connection" + inBrackets(detail));
      case PeerFailure.ProtocolViolation(String detail) ->
          unsafe("protocol_violation", "The other side broke the protocol", detail);
      case PeerFailure.LocalNetwork(String detail) ->
          new Ending(
              ExitCode.LOCAL_FILE,
              "local_network",
              "This machine's network refused us" + inBrackets(detail),
              null,
              "Check the limits and rights of this process");
      case PeerFailure.OwnFault(String detail) -> internal(detail);
    };
  }

  /// The peer ended without a word and is not coming back.
  static Ending peerGone() {
    return lost("peer_gone", "The other side is gone: nothing is heard of it any more");
  }

  /// The other side took its leave before anything was transferred.
  ///
  /// @param text the name of its own ending
  static Ending ofBye(ByeReason reason, String text) {
    return switch (reason) {
      case CANCELLED, DECLINED ->
          new Ending(
              ExitCode.DECLINED, "cancelled_by_peer", "The other side cancelled", null, null);
      case DONE, FAILED ->
          text.equals(RouteEndings.NO_ROUTE)
              ? RouteEndings.noRoute(PeerOptions.Via.ANY, "")
              : lost("peer_failed", "The other side gave up" + inBrackets(text));
    };
  }

  static Ending needsTerminal(String question, String remedy) {
    return new Ending(
        ExitCode.ANSWER_NEEDED,
        "answer_needed",
        question + " needs an answer, and there is no terminal to ask at",
        null,
        remedy);
  }

  static Ending interrupted() {
    return stopped(Interrupts.Request.INTERRUPT);
  }

  static Ending stopped(Interrupts.Request request) {
    return switch (request) {
      case INTERRUPT -> new Ending(request.exit(), "interrupted", "Interrupted", null, null);
      case TERMINATE -> new Ending(request.exit(), "terminated", "Told to end", null, null);
    };
  }

  static Ending outputClosed() {
    return new Ending(
        ExitCode.OUTPUT_CLOSED, "output_closed", "Our output was closed by its reader", null, null);
  }

  /// @param detail what the system says
  static Ending outputFailed(String detail) {
    return localFile(
        "output_failed",
        "Standard output cannot be written: " + Escaper.escape(detail),
        "Make room where it leads, or lead it elsewhere");
  }

  static Ending wordsDiffer() {
    return new Ending(
        ExitCode.UNSAFE_PEER,
        "words_differ",
        "The words of the two sides differ",
        "Nothing was sent",
        STRANGER);
  }

  static Ending localFile(String code, String sentence, @Nullable String remedy) {
    return new Ending(ExitCode.LOCAL_FILE, code, sentence, null, remedy);
  }

  static Ending internal(String detail) {
    return new Ending(
        ExitCode.INTERNAL,
        "internal",
        "This program made a mistake (" + Escaper.escape(detail) + ")",
        null,
        "Please report it, with the output of --verbose");
  }

  private static Ending wrongCode(Side side) {
    return switch (side) {
      case SENDER ->
          code(
              "wrong_code",
              "Somebody tried a wrong code, so this one is dead; it allows a single guess",
              SEND_AGAIN);
      case RECEIVER ->
          code(
              "wrong_code",
              "The code is wrong, and is dead now; it allows a single guess",
              ASK_NEW_CODE);
    };
  }

  private static Ending refused(SignalingFailure.RelayRefused refused) {
    String words = refused.message();
    String said = words == null ? "" : ", saying: " + Escaper.escape(words);
    RefusalReason reason = refused.reason();
    String remedy =
        switch (reason) {
          case SLOW_DOWN ->
              refused.retryAfter().isZero()
                  ? "Wait before you try again"
                  : "Try again in " + Quantity.time(refused.retryAfter());
          case FULL, SHUTDOWN, EXPIRED, REPLACED -> "Try again later, or use another relay";
          case VERSION, MALFORMED, TOO_LARGE -> "Check that relay and program are of one age";
          case UNKNOWN, OCCUPIED, TAKEN -> "Try again with a fresh code";
        };
    return new Ending(
        ExitCode.RELAY_UNREACHABLE,
        "relay_refused",
        "The relay " + shown(refused.relay()) + " refuses (" + reason.wireName() + said + ")",
        null,
        remedy);
  }

  private static Ending code(String name, String happened, String remedy) {
    return new Ending(ExitCode.CODE_REFUSED, name, happened, null, remedy);
  }

  private static Ending lost(String name, String happened) {
    return new Ending(ExitCode.CONNECTION_LOST, name, happened, null, TRY_AGAIN);
  }

  private static Ending unsafe(String name, String happened, String detail) {
    return new Ending(
        ExitCode.UNSAFE_PEER,
        name,
        happened + inBrackets(detail),
        null,
        "Check that both run a genuine sluice");
  }

  private static String newCode(Side side) {
    return switch (side) {
      case SENDER -> SEND_AGAIN;
      case RECEIVER -> ASK_NEW_CODE;
    };
  }

  /// The library's words are of no use to a person; what they mean is told instead.
  private static String unreachable(String detail) {
    if (detail.contains("through the proxy")) {
      return Escaper.escape(detail);
    }
    if (detail.contains("certificate")) {
      return "its certificate is not trusted here";
    }
    if (detail.contains("SSL")) {
      return "it does not speak TLS; is it a ws:// relay?";
    }
    if (detail.contains("UpgradeException") || detail.contains("HttpResponseException")) {
      return "what answers there is no sluice relay";
    }
    return Escaper.escape(detail);
  }

  private static String inBrackets(String detail) {
    return detail.isEmpty() ? "" : " (" + Escaper.escape(detail) + ")";
  }

  private static String shown(URI relay) {
    return Escaper.escape(relay.toString());
  }

  private static String lowerFirst(String sentence) {
    return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }
}
