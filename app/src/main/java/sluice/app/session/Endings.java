package sluice.app.session;

import org.jspecify.annotations.Nullable;
import sluice.app.Escaper;
import sluice.app.ExitCode;
import sluice.app.ui.Ending;
import sluice.app.ui.Interrupts;
import sluice.signaling.ByeReason;
import sluice.transport.PeerFailure;
import sluice.transport.PeerOptions;

/// The sentence, the remedy and the exit code of every way in which two ends fail to connect or to stay
/// connected. How they fail to meet is in {@link SignalingEndings}, what can go wrong between files in
/// {@link TransferEndings}.
final class Endings {
  /// The name of the ending when the other side's person interrupts.
  static final String CANCELLED_BY_PEER = "cancelled_by_peer";

  private static final String TRY_AGAIN = "Start both sides again";
  static final String STRANGER =
      "Somebody between the two may be altering messages: try another relay or network, with a"
          + " fresh code";

  private Endings() {}

  /// Which of the two we are.
  enum Side {
    SENDER,
    RECEIVER
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
      case PeerFailure.HandshakeFailed(String detail) -> RouteEndings.handshakeFailed(detail);
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
      case DECLINED ->
          new Ending(ExitCode.DECLINED, "declined", "The other side declined", null, null);
      case CANCELLED ->
          new Ending(ExitCode.DECLINED, CANCELLED_BY_PEER, "The other side cancelled", null, null);
      case DONE, FAILED ->
          switch (text) {
            case RouteEndings.NO_ROUTE -> RouteEndings.noRoute(PeerOptions.Via.ANY, "");
            case RouteEndings.HANDSHAKE_FAILED -> RouteEndings.handshakeFailed("");
            default ->
                TransferEndings.told(text)
                    .orElseGet(
                        () -> lost("peer_failed", "The other side gave up" + inBrackets(text)));
          };
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

  static Ending lost(String name, String happened) {
    return new Ending(ExitCode.CONNECTION_LOST, name, happened, null, TRY_AGAIN);
  }

  static Ending unsafe(String name, String happened, String detail) {
    return new Ending(
        ExitCode.UNSAFE_PEER,
        name,
        happened + inBrackets(detail),
        null,
        "Check that both run a genuine sluice");
  }

  private static String inBrackets(String detail) {
    return detail.isEmpty() ? "" : " (" + Escaper.escape(detail) + ")";
  }
}
