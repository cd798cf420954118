package sluice.transport.sdp;

import java.util.ArrayList;
import java.util.List;
import sluice.transport.sdp.SessionDescription.IceMode;
import sluice.transport.sdp.SessionDescription.KeyRenewal;
import sluice.transport.sdp.SessionDescription.SctpSyntax;

/// Makes the descriptions that this end sends, in the form of RFC 9429, sections 5.2.1 and 5.3.1.
public final class SdpWriter {
  private static final String MID = "0";
  private static final int SCTPMAP_STREAMS = 65_535;

  private SdpWriter() {}

  /// An offer of data channels and nothing else.
  public static SessionDescription offer(LocalTransport local) {
    return description(
        local, SetupRole.ACTPASS, MID, List.of(MID), SctpSyntax.SCTP_PORT, List.of());
  }

  /// The answer to an offer: it takes the data channels and rejects the rest. Mid and BUNDLE group
  /// are the offer's: a group of the answer holds only mids of the offered one (RFC 9143,
  /// section 7.3).
  public static SessionDescription answer(LocalTransport local, SessionDescription offer) {
    return answer(local, offer, offer.setup().answer());
  }

  /// As {@link #answer(LocalTransport, SessionDescription)}, where it is settled already who began DTLS.
  public static SessionDescription answer(
      LocalTransport local, SessionDescription offer, SetupRole setup) {
    List<String> bundle = offer.bundle().contains(offer.mid()) ? List.of(offer.mid()) : List.of();
    return description(local, setup, offer.mid(), bundle, offer.syntax(), offer.otherSections());
  }

  private static SessionDescription description(
      LocalTransport local,
      SetupRole setup,
      String mid,
      List<String> bundle,
      SctpSyntax syntax,
      List<OtherSection> otherSections) {
    return new SessionDescription(
        local.sessionId(),
        local.sessionVersion(),
        local.iceUfrag(),
        local.icePwd(),
        IceMode.FULL,
        List.of(SessionDescription.TRICKLE),
        local.fingerprints(),
        setup,
        mid,
        bundle,
        syntax,
        local.sctpPort(),
        local.maxMessageBytes(),
        local.candidates(),
        false,
        KeyRenewal.VERSION_1,
        otherSections);
  }

  /// The text of a description, its lines ended by CRLF.
  public static String write(SessionDescription description) {
    List<String> lines = new ArrayList<>();
    lines.add("v=0");
    // The address is to be a meaningless one (RFC 9429, section 5.2.1): it tells nothing.
    lines.add(
        "o=- %d %d IN IP4 0.0.0.0"
            .formatted(description.sessionId(), description.sessionVersion()));
    lines.add("s=-");
    lines.add("t=0 0");
    if (!description.bundle().isEmpty()) {
      lines.add("a=group:BUNDLE " + String.join(" ", description.bundle()));
    }
    if (description.iceMode() == IceMode.LITE) {
      lines.add("a=ice-lite");
    }
    int sections = description.otherSections().size() + 1;
    List<OtherSection> others = new ArrayList<>(description.otherSections());
    for (int position = 0; position < sections; position++) {
      if (!others.isEmpty() && others.getFirst().position() == position) {
        addRejected(lines, others.removeFirst());
      } else {
        addData(lines, description);
      }
    }
    return String.join("\r\n", lines) + "\r\n";
  }

  private static void addRejected(List<String> lines, OtherSection section) {
    lines.add("m=%s 0 %s".formatted(section.media(), section.protocolAndFormats()));
    lines.add("c=IN IP4 0.0.0.0");
    if (!section.mid().isEmpty()) {
      lines.add("a=mid:" + section.mid());
    }
    lines.add("a=inactive");
  }

  private static void addData(List<String> lines, SessionDescription description) {
    lines.add(
        switch (description.syntax()) {
          case SCTP_PORT -> "m=application 9 UDP/DTLS/SCTP webrtc-datachannel";
          case SCTPMAP -> "m=application 9 DTLS/SCTP " + description.sctpPort();
        });
    lines.add("c=IN IP4 0.0.0.0");
    description.candidates().forEach(candidate -> lines.add("a=candidate:" + candidate));
    if (description.candidatesEnded()) {
      lines.add("a=end-of-candidates");
    }
    lines.add("a=ice-ufrag:" + description.iceUfrag());
    lines.add("a=ice-pwd:" + description.icePwd());
    lines.add("a=ice-options:" + String.join(" ", description.iceOptions()));
    description
        .fingerprints()
        .forEach(fingerprint -> lines.add("a=fingerprint:" + fingerprint.attributeValue()));
    lines.add("a=setup:" + description.setup().sdpName());
    if (!description.mid().isEmpty()) {
      lines.add("a=mid:" + description.mid());
    }
    lines.add(
        switch (description.syntax()) {
          case SCTP_PORT -> "a=sctp-port:" + description.sctpPort();
          case SCTPMAP ->
              "a=sctpmap:%d webrtc-datachannel %d"
                  .formatted(description.sctpPort(), SCTPMAP_STREAMS);
        });
    lines.add("a=max-message-size:" + description.maxMessageBytes());
    switch (description.keyRenewal()) {
      case NONE -> {}
      case VERSION_1 -> lines.add("a=sluice-key-renewal:1");
    }
  }
}
