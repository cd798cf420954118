package sluice.app.session;

import java.net.URI;
import java.time.Duration;
import sluice.app.Escaper;
import sluice.app.ExitCode;
import sluice.app.ui.Ending;
import sluice.app.ui.Quantity;
import sluice.signaling.Purpose;
import sluice.signaling.SignalingFailure;
import sluice.signaling.wire.Nameplate;
import sluice.signaling.wire.RefusalReason;

/// The sentence, the remedy and the exit code of every way in which two ends fail to meet.
final class SignalingEndings {
  /// The name of the ending when somebody else holds the number of the code.
  static final String NAMEPLATE_TAKEN = "nameplate_taken";

  private static final String ASK_NEW_CODE = "Ask the sender for a new code";
  private static final String SEND_AGAIN = "Send again to get a fresh code";
  private static final String CONFIGURE_RELAY =
      "Name a relay that both sides can reach: --relay URL, SLUICE_RELAY, or `relay = URL` in the"
          + " config file";

  private SignalingEndings() {}

  static Ending of(SignalingFailure failure, Endings.Side side) {
    return switch (failure) {
      case SignalingFailure.WrongCode() -> wrongCode(side);
      case SignalingFailure.NotAnswered() -> notAnswered();
      case SignalingFailure.UnknownNameplate(var nameplate) -> unknown(nameplate);
      case SignalingFailure.Occupied(var nameplate) -> occupied(nameplate);
      case SignalingFailure.NameplateTaken(var nameplate) -> taken(nameplate);
      case SignalingFailure.CodeSpent() ->
          code("code_spent", "This code was tried before and works no more", newCode(side));
      case SignalingFailure.OtherPurpose(var theirs) -> otherPurpose(theirs);
      case SignalingFailure.LobbyTaken() -> lobbyTaken();
      case SignalingFailure.Ambiguous(var nameplate, int holders) -> ambiguous(nameplate, holders);
      case SignalingFailure.RelayUnreachable(URI relay, String detail) ->
          relay(
              "relay_unreachable",
              "The relay " + shown(relay) + " cannot be reached (" + unreachable(detail) + ")",
              "Check its address and this machine's network");
      case SignalingFailure.RelayRefused refused -> refused(refused);
      case SignalingFailure.NoRelayFound(var nameplate) -> noRelay(nameplate);
      case SignalingFailure.NoRelayForProxy() ->
          relay(
              "no_relay_for_proxy",
              "No relay is named, and meeting on this network would go past the proxy",
              "Name a relay with --relay, or leave --proxy out");
      case SignalingFailure.NotDelivered() ->
          relay(
              "relay_not_delivering",
              "The relay takes messages and does not deliver them",
              "Try again, or use another relay");
      case SignalingFailure.LocalNetwork(String detail) -> localNetwork(detail);
      case SignalingFailure.NobodyCame(var waited) -> nobodyCame(waited);
      case SignalingFailure.PeerLeft() ->
          Endings.lost("peer_left", "The other side left before the code was proven");
      case SignalingFailure.PeerSilent() ->
          Endings.lost("peer_silent", "The other side is there and does not answer");
      case SignalingFailure.NoCommonVersion(int ours, int theirs) -> versions(ours, theirs);
      case SignalingFailure.Tampered(String detail) -> tampered(detail);
      case SignalingFailure.Malformed(String detail) ->
          Endings.unsafe("malformed", "The other side broke the protocol", detail);
    };
  }

  private static Ending notAnswered() {
    return code(
        "code_not_accepted",
        "The code was not accepted: it is wrong, or somebody stands between",
        ASK_NEW_CODE);
  }

  private static Ending unknown(Nameplate nameplate) {
    return code(
        "code_unknown",
        "Nobody waits under the number " + nameplate.digits(),
        "Check the number and the relay; if both are right the code is used up, so ask the"
            + " sender for a new one");
  }

  private static Ending occupied(Nameplate nameplate) {
    return code(
        "code_occupied",
        "Somebody else is already joining under the number " + nameplate.digits(),
        ASK_NEW_CODE + ", and to tell it to you alone");
  }

  private static Ending taken(Nameplate nameplate) {
    return code(
        NAMEPLATE_TAKEN,
        "The number " + nameplate.digits() + " is in use at this relay",
        "Choose another number for --code, or leave --code out");
  }

  private static Ending otherPurpose(Purpose theirs) {
    return code(
        "code_of_other_purpose",
        "The code is right, but was made for something else (" + theirs + ")",
        "Use the command that the other side shows; the code still works");
  }

  private static Ending lobbyTaken() {
    return new Ending(
        ExitCode.BUSY,
        "answered_elsewhere",
        "Another sluice on this machine answers this peer already",
        null,
        "Let that one do it, or end it first");
  }

  private static Ending ambiguous(Nameplate nameplate, int holders) {
    return code(
        "code_ambiguous",
        holders + " senders on this network use the number " + nameplate.digits(),
        "No guess was made: " + lowerFirst(ASK_NEW_CODE));
  }

  private static Ending noRelay(Nameplate nameplate) {
    return relay(
        "no_relay",
        "No relay is configured, and no sender on this network answers to the number "
            + nameplate.digits(),
        "If the sender is on another network, both sides need a relay. " + CONFIGURE_RELAY);
  }

  private static Ending localNetwork(String detail) {
    return Endings.localFile(
        "local_network",
        "This machine gave us no socket (" + Escaper.escape(detail) + ")",
        "Check the limits and rights of this process");
  }

  private static Ending nobodyCame(Duration waited) {
    return new Ending(
        ExitCode.NOBODY_CAME,
        "nobody_came",
        "Nobody came within " + Quantity.time(waited),
        null,
        "Start again when the other side is ready, or wait longer with --timeout");
  }

  private static Ending versions(int ours, int theirs) {
    return new Ending(
        ExitCode.UNSAFE_PEER,
        "no_common_version",
        "The two programs do not understand each other (versions " + ours + " and " + theirs + ")",
        null,
        "Update the older one");
  }

  private static Ending tampered(String detail) {
    return new Ending(
        ExitCode.UNSAFE_PEER,
        "tampered",
        "A message was altered on its way (" + Escaper.escape(detail) + ")",
        "Nothing of the files left this side's hands unencrypted",
        Endings.STRANGER);
  }

  private static Ending wrongCode(Endings.Side side) {
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
    return relay(
        "relay_refused",
        "The relay " + shown(refused.relay()) + " refuses (" + reason.wireName() + said + ")",
        remedy);
  }

  private static Ending relay(String name, String happened, String remedy) {
    return new Ending(ExitCode.RELAY_UNREACHABLE, name, happened, null, remedy);
  }

  private static Ending code(String name, String happened, String remedy) {
    return new Ending(ExitCode.CODE_REFUSED, name, happened, null, remedy);
  }

  private static String newCode(Endings.Side side) {
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

  private static String shown(URI relay) {
    return Escaper.escape(relay.toString());
  }

  private static String lowerFirst(String sentence) {
    return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }
}
