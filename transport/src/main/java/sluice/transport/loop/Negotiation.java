package sluice.transport.loop;

import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.transport.dtls.DtlsRole;
import sluice.transport.dtls.Fingerprint;
import sluice.transport.ice.IceCredentials;
import sluice.transport.ice.IceRole;
import sluice.transport.sdp.CertificateFingerprint;
import sluice.transport.sdp.LocalTransport;
import sluice.transport.sdp.SdpReader;
import sluice.transport.sdp.SdpReading;
import sluice.transport.sdp.SdpWriter;
import sluice.transport.sdp.SessionDescription;
import sluice.transport.sdp.SetupRole;

/// The exchange of one offer and one answer (RFC 9429), and what follows from it for ICE, DTLS and SCTP.
final class Negotiation {
  /// The SCTP port that WebRTC uses at both ends (RFC 8841, section 5.1).
  static final int SCTP_PORT = 5000;

  /// The longest message that we take.
  static final int MAX_MESSAGE_BYTES = 256 << 10;

  private enum State {
    NEW,
    OFFERED,
    AGREED
  }

  /// What became of a description of the other end.
  sealed interface Outcome {}

  /// Both ends have described themselves.
  ///
  /// @param answer our own description where the other end offered, else null
  /// @param maxMessageBytes the longest message that the other end takes
  /// @param candidatesEnded whether no more candidates will follow
  record Agreed(
      @Nullable String answer,
      IceCredentials remote,
      List<Fingerprint> fingerprints,
      IceRole iceRole,
      DtlsRole dtlsRole,
      int remoteSctpPort,
      int maxMessageBytes,
      List<String> candidates,
      boolean candidatesEnded)
      implements Outcome {}

  /// The other end's description cannot be used.
  record Refused(String detail) implements Outcome {}

  private final LocalTransport local;
  private State state = State.NEW;

  Negotiation(IceCredentials credentials, Fingerprint fingerprint, SecureRandom random) {
    CertificateFingerprint own =
        CertificateFingerprint.parse(fingerprint.toString())
            .orElseThrow(() -> new IllegalStateException("our own fingerprint is malformed"));
    local =
        new LocalTransport(
            random.nextLong() >>> 1,
            credentials.ufrag(),
            credentials.password(),
            List.of(own),
            SCTP_PORT,
            MAX_MESSAGE_BYTES,
            List.of());
  }

  /// Our offer.
  ///
  /// @throws IllegalStateException if an offer was made or taken before
  String offer() {
    require(State.NEW);
    state = State.OFFERED;
    return SdpWriter.write(SdpWriter.offer(local));
  }

  private void require(State expected) {
    if (state != expected) {
      throw new IllegalStateException("an exchange of descriptions is already " + state);
    }
  }

  Outcome acceptOffer(String text) {
    require(State.NEW);
    state = State.AGREED;
    return switch (SdpReader.read(text)) {
      case SdpReading.Refused refused -> new Refused(refused.reason().toString());
      case SdpReading.Described described -> {
        SessionDescription offer = described.description();
        SetupRole setup = offer.setup().answer();
        yield agree(
            SdpWriter.write(SdpWriter.answer(local, offer)), offer, IceRole.CONTROLLED, setup);
      }
    };
  }

  Outcome acceptAnswer(String text) {
    if (state != State.OFFERED) {
      return new Refused("an answer without an offer of ours");
    }
    state = State.AGREED;
    return switch (SdpReader.read(text)) {
      case SdpReading.Refused refused -> new Refused(refused.reason().toString());
      case SdpReading.Described described -> {
        SessionDescription answer = described.description();
        SetupRole setup = answer.setup().offererRole().orElse(null);
        yield setup == null
            ? new Refused("the answer leaves open who begins DTLS")
            : agree(null, answer, IceRole.CONTROLLING, setup);
      }
    };
  }

  private static Outcome agree(
      @Nullable String answer, SessionDescription remote, IceRole iceRole, SetupRole setup) {
    List<Fingerprint> fingerprints =
        remote.fingerprints().stream()
            .flatMap(each -> Fingerprint.parse(each.attributeValue()).stream())
            .toList();
    if (fingerprints.isEmpty()) {
      return new Refused("no fingerprint of a hash function that is safe");
    }
    if (remote.iceMode() == SessionDescription.IceMode.LITE) {
      return new Refused("ICE lite is not spoken here");
    }
    if (!IceCredentials.acceptable(remote.iceUfrag(), remote.icePwd())) {
      return new Refused("ICE credentials");
    }
    // RFC 8841, section 6.1: 0 means no limit of the peer's; ours stays.
    long most =
        remote.maxMessageBytes() == 0
            ? MAX_MESSAGE_BYTES
            : Math.min(MAX_MESSAGE_BYTES, remote.maxMessageBytes());
    return new Agreed(
        answer,
        new IceCredentials(remote.iceUfrag(), remote.icePwd()),
        fingerprints,
        iceRole,
        setup == SetupRole.ACTIVE ? DtlsRole.CLIENT : DtlsRole.SERVER,
        remote.sctpPort(),
        (int) most,
        remote.candidates(),
        remote.candidatesEnded());
  }
}
