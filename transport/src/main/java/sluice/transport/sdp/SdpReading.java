package sluice.transport.sdp;

/// What became of a text given to [SdpReader].
public sealed interface SdpReading {

  /// It describes an end that we can connect to.
  record Described(SessionDescription description) implements SdpReading {}

  /// It does not.
  record Refused(Reason reason) implements SdpReading {}

  /// Why a description is refused.
  enum Reason {
    /// Longer than [SdpReader#MAX_CHARACTERS], or more lines or sections than we read.
    TOO_LONG,
    /// Does not begin with `v=0`, or has a line that is not of the form `x=…`.
    MALFORMED,
    /// Has no section for data channels.
    NO_DATA_SECTION,
    /// The other end rejects the section for data channels (its port is 0).
    DATA_SECTION_REJECTED,
    /// `a=ice-ufrag` or `a=ice-pwd` missing or malformed.
    ICE_CREDENTIALS,
    /// `a=fingerprint` missing, malformed, or too many of them.
    FINGERPRINT,
    /// `a=setup` missing or of a value that WebRTC does not know.
    SETUP,
    /// The SCTP port missing, malformed or 0.
    SCTP_PORT,
    /// `a=max-message-size` malformed.
    MAX_MESSAGE_SIZE
  }
}
