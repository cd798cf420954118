package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// An error cause of an ABORT or ERROR chunk (RFC 9260, section 3.3.10).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |          Cause Code           |         Cause Length          |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// \                  Cause-Specific Information                   \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
///
/// `parse` and `writeTo` work as in [Chunk].
public sealed interface ErrorCause
    permits CookieReceivedWhileShuttingDownCause,
        InvalidMandatoryParameterCause,
        InvalidStreamIdentifierCause,
        MissingMandatoryParameterCause,
        NoUserDataCause,
        OutOfResourceCause,
        ProtocolViolationCause,
        RestartWithNewAddressesCause,
        StaleCookieCause,
        UnknownCause,
        UnrecognizedChunkTypeCause,
        UnrecognizedParametersCause,
        UnresolvableAddressCause,
        UserInitiatedAbortCause {

  /// Causes that we read from one chunk; the rest is ignored.
  int MAX_CAUSES = 32;

  /// Length in bytes with the header and without padding.
  int lengthBytes();

  /// Writes the cause and its padding.
  void writeTo(ByteBuffer to);

  /// Reads the cause at the buffer's position, whatever its code.
  static Parsed<? extends ErrorCause> parse(ByteBuffer cause) {
    if (cause.remaining() < Tlv.HEADER_BYTES) {
      return Parsed.malformed(ParseError.TRUNCATED);
    }
    return switch (Tlv.type(cause)) {
      case InvalidStreamIdentifierCause.TYPE -> InvalidStreamIdentifierCause.parse(cause);
      case MissingMandatoryParameterCause.TYPE -> MissingMandatoryParameterCause.parse(cause);
      case StaleCookieCause.TYPE -> StaleCookieCause.parse(cause);
      case OutOfResourceCause.TYPE -> OutOfResourceCause.parse(cause);
      case UnresolvableAddressCause.TYPE -> UnresolvableAddressCause.parse(cause);
      case UnrecognizedChunkTypeCause.TYPE -> UnrecognizedChunkTypeCause.parse(cause);
      case InvalidMandatoryParameterCause.TYPE -> InvalidMandatoryParameterCause.parse(cause);
      case UnrecognizedParametersCause.TYPE -> UnrecognizedParametersCause.parse(cause);
      case NoUserDataCause.TYPE -> NoUserDataCause.parse(cause);
      case CookieReceivedWhileShuttingDownCause.TYPE ->
          CookieReceivedWhileShuttingDownCause.parse(cause);
      case RestartWithNewAddressesCause.TYPE -> RestartWithNewAddressesCause.parse(cause);
      case UserInitiatedAbortCause.TYPE -> UserInitiatedAbortCause.parse(cause);
      case ProtocolViolationCause.TYPE -> ProtocolViolationCause.parse(cause);
      default -> UnknownCause.parse(cause);
    };
  }

  /// Reads the causes that fill the buffer, so far as they can be read. A cause is told to people
  /// and changes nothing, so that a broken one must not hide the chunk that carries it.
  static List<ErrorCause> parseAll(ByteBuffer causes) {
    ByteBuffer rest = causes.duplicate();
    List<ErrorCause> found = new ArrayList<>();
    while (found.size() < MAX_CAUSES && Tlv.isWhole(rest)) {
      switch (parse(rest)) {
        case Parsed.Value<? extends ErrorCause>(ErrorCause cause) -> found.add(cause);
        case Parsed.Malformed<? extends ErrorCause>(ParseError error) ->
            found.add(new UnknownCause(Tlv.type(rest), Tlv.value(rest)));
      }
      Tlv.skip(rest);
    }
    return found;
  }

  /// The bytes of all of them, with the padding between them and without the last one's.
  static int lengthBytes(List<ErrorCause> causes) {
    int bytes = 0;
    for (ErrorCause cause : causes) {
      bytes = Tlv.paddedBytes(bytes) + cause.lengthBytes();
    }
    return bytes;
  }

  /// Writes all of them, each with its padding.
  static void writeAll(List<ErrorCause> causes, ByteBuffer to) {
    for (ErrorCause cause : causes) {
      cause.writeTo(to);
    }
  }
}
