package sluice.transport.sdp;

import java.util.List;

/// A description of one end of a connection that carries data channels.
///
/// @param sessionId of the o= line, 0 to 2^63 - 1
/// @param sessionVersion of the o= line
/// @param iceUfrag 4 to 256 characters (RFC 8839, section 5.4)
/// @param icePwd 22 to 256 characters
/// @param iceMode whether the agent is a lite one
/// @param iceOptions such as `trickle`
/// @param fingerprints of the certificate that this end will show, at least one
/// @param setup who begins the DTLS handshake
/// @param mid identification of the section, empty where it has none
/// @param bundle the mids of the BUNDLE group, empty where there is none
/// @param syntax how the section names its SCTP port
/// @param sctpPort 1 to 65,535
/// @param maxMessageBytes the longest message that this end takes; 0: no limit
/// @param candidates values of `a=candidate` lines, without that prefix
/// @param candidatesEnded whether `a=end-of-candidates` says that no more will follow
/// @param keyRenewal whether this end can renew its keys
/// @param otherSections what else was offered
public record SessionDescription(
    long sessionId,
    long sessionVersion,
    String iceUfrag,
    String icePwd,
    IceMode iceMode,
    List<String> iceOptions,
    List<CertificateFingerprint> fingerprints,
    SetupRole setup,
    String mid,
    List<String> bundle,
    SctpSyntax syntax,
    int sctpPort,
    long maxMessageBytes,
    List<String> candidates,
    boolean candidatesEnded,
    KeyRenewal keyRenewal,
    List<OtherSection> otherSections) {

  /// The longest message where a description names none (RFC 8841, section 6.1).
  public static final long DEFAULT_MAX_MESSAGE_BYTES = 65_536;

  /// The ice-option of agents that take candidates after the description (RFC 8840, section 4.1).
  public static final String TRICKLE = "trickle";

  /// Whether an ICE agent runs connectivity checks of its own.
  public enum IceMode {
    FULL,
    LITE
  }

  /// Whether an end can renew the keys of a session by a handshake inside it (`transport/docs/key-renewal.md`).
  public enum KeyRenewal {
    /// It does not say so, as no browser does.
    NONE,
    /// `a=sluice-key-renewal:1`.
    VERSION_1
  }

  /// How a section names its SCTP port.
  public enum SctpSyntax {
    /// `UDP/DTLS/SCTP webrtc-datachannel` and `a=sctp-port` (RFC 8841).
    SCTP_PORT,
    /// `DTLS/SCTP 5000` and `a=sctpmap`, of an early draft; old browsers and aiortc offer it.
    SCTPMAP
  }

  public SessionDescription {
    iceOptions = List.copyOf(iceOptions);
    fingerprints = List.copyOf(fingerprints);
    bundle = List.copyOf(bundle);
    candidates = List.copyOf(candidates);
    otherSections = List.copyOf(otherSections);
  }
}
