package sluice.transport.sctp.packet;

/// A parameter of a RE-CONFIG chunk (RFC 6525, section 4).
public sealed interface ReConfigParameter extends Parameter
    permits AddIncomingStreamsRequestParameter,
        AddOutgoingStreamsRequestParameter,
        IncomingSsnResetRequestParameter,
        OutgoingSsnResetRequestParameter,
        ReConfigResponseParameter,
        SsnTsnResetRequestParameter {

  /// Streams that we are willing to read from one reset request.
  int MAX_STREAMS = 8_192;
}
