package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// An optional or variable-length parameter of a chunk (RFC 9260, section 3.2.1).
///
/// ```
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |        Parameter Type         |       Parameter Length        |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// \                        Parameter Value                        \
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// ```
///
/// `parse` and `writeTo` work as in [Chunk].
public sealed interface Parameter
    permits CookiePreservativeParameter,
        ForwardTsnSupportedParameter,
        HeartbeatInfoParameter,
        HostNameAddressParameter,
        Ipv4AddressParameter,
        Ipv6AddressParameter,
        ReConfigParameter,
        StateCookieParameter,
        SupportedAddressTypesParameter,
        SupportedExtensionsParameter,
        UnknownParameter,
        UnrecognizedParameter,
        ZeroChecksumAcceptableParameter {

  /// Parameters that we are willing to read from one chunk.
  int MAX_PARAMETERS = 64;

  /// Length in bytes with the header and without padding.
  int lengthBytes();

  /// Writes the parameter and its padding.
  void writeTo(ByteBuffer to);

  /// Reads the parameter at the buffer's position, whatever its type.
  static Parsed<? extends Parameter> parse(ByteBuffer parameter) {
    if (parameter.remaining() < Tlv.HEADER_BYTES) {
      return Parsed.malformed(ParseError.TRUNCATED);
    }
    return switch (Tlv.type(parameter)) {
      case HeartbeatInfoParameter.TYPE -> HeartbeatInfoParameter.parse(parameter);
      case Ipv4AddressParameter.TYPE -> Ipv4AddressParameter.parse(parameter);
      case Ipv6AddressParameter.TYPE -> Ipv6AddressParameter.parse(parameter);
      case StateCookieParameter.TYPE -> StateCookieParameter.parse(parameter);
      case UnrecognizedParameter.TYPE -> UnrecognizedParameter.parse(parameter);
      case CookiePreservativeParameter.TYPE -> CookiePreservativeParameter.parse(parameter);
      case HostNameAddressParameter.TYPE -> HostNameAddressParameter.parse(parameter);
      case SupportedAddressTypesParameter.TYPE -> SupportedAddressTypesParameter.parse(parameter);
      case OutgoingSsnResetRequestParameter.TYPE ->
          OutgoingSsnResetRequestParameter.parse(parameter);
      case IncomingSsnResetRequestParameter.TYPE ->
          IncomingSsnResetRequestParameter.parse(parameter);
      case SsnTsnResetRequestParameter.TYPE -> SsnTsnResetRequestParameter.parse(parameter);
      case ReConfigResponseParameter.TYPE -> ReConfigResponseParameter.parse(parameter);
      case AddOutgoingStreamsRequestParameter.TYPE ->
          AddOutgoingStreamsRequestParameter.parse(parameter);
      case AddIncomingStreamsRequestParameter.TYPE ->
          AddIncomingStreamsRequestParameter.parse(parameter);
      case ZeroChecksumAcceptableParameter.TYPE -> ZeroChecksumAcceptableParameter.parse(parameter);
      case SupportedExtensionsParameter.TYPE -> SupportedExtensionsParameter.parse(parameter);
      case ForwardTsnSupportedParameter.TYPE -> ForwardTsnSupportedParameter.parse(parameter);
      default -> UnknownParameter.parse(parameter);
    };
  }

  /// Reads the parameters that fill the buffer. An unknown one whose type says stop is the last of
  /// the list (RFC 9260, section 3.2.1).
  static Parsed<List<Parameter>> parseAll(ByteBuffer parameters) {
    ByteBuffer rest = parameters.duplicate();
    List<Parameter> found = new ArrayList<>();
    while (rest.hasRemaining()) {
      if (found.size() == MAX_PARAMETERS) {
        return Parsed.malformed(ParseError.LIMIT);
      }
      switch (parse(rest)) {
        case Parsed.Malformed<? extends Parameter>(ParseError error) -> {
          return Parsed.malformed(error);
        }
        case Parsed.Value<? extends Parameter>(UnknownParameter unknown)
            when unknown.rule().stops() -> {
          found.add(unknown);
          return Parsed.value(found);
        }
        case Parsed.Value<? extends Parameter>(Parameter parameter) -> found.add(parameter);
      }
      Tlv.skip(rest);
    }
    return Parsed.value(found);
  }

  /// The bytes of all of them, with the padding between them and without the last one's.
  static int lengthBytes(List<? extends Parameter> parameters) {
    int bytes = 0;
    for (Parameter parameter : parameters) {
      bytes = Tlv.paddedBytes(bytes) + parameter.lengthBytes();
    }
    return bytes;
  }

  /// Writes all of them, each with its padding.
  static void writeAll(List<? extends Parameter> parameters, ByteBuffer to) {
    for (Parameter parameter : parameters) {
      parameter.writeTo(to);
    }
  }
}
