package sluice.transport.loop;

import java.security.SecureRandom;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sluice.transport.dtls.DtlsRole;
import sluice.transport.dtls.Fingerprint;
import sluice.transport.dtls.KeyPolicy;
import sluice.transport.ice.IceCredentials;
import sluice.transport.ice.IceRole;
import sluice.transport.sdp.CertificateFingerprint;
import sluice.transport.sdp.LocalTransport;
import sluice.transport.sdp.SdpReader;
import sluice.transport.sdp.SdpReading;
import sluice.transport.sdp.SdpWriter;
import sluice.transport.sdp.SessionDescription;
import sluice.transport.sdp.SetupRole;

/// The exchange of offers and answers (RFC 9429), and what follows from it for ICE, DTLS and SCTP: the first one, and those of
/// ICE restarts, which must show the same certificates.
final class Negotiation {
  /// The SCTP port that WebRTC uses at both ends (RFC 8841, section 5.1).
  static final int SCTP_PORT = 5000;

  /// The longest message that we take.
  static final int MAX_MESSAGE_BYTES = 256 << 10;

  private enum State {
    NEW,
    OFFERED,
    STABLE,
    /// As {@link #STABLE}, and we have offered a restart.
    RESTART_OFFERED
  }

  /// What became of a description of the other end.
  sealed interface Outcome {}

  /// Both ends have described themselves.
  ///
  /// @param answer our own description where the other end offered, else null
  /// @param maxMessageBytes the longest message that the other end takes
  /// @param keyRenewal whether keys can be renewed when they wear out
  /// @param candidatesEnded whether no more candidates will follow
  record Agreed(
      @Nullable String answer,
      IceCredentials remote,
      List<Fingerprint> fingerprints,
      IceRole iceRole,
      DtlsRole dtlsRole,
      int remoteSctpPort,
      int maxMessageBytes,
      KeyPolicy.Renewal keyRenewal,
      List<String> candidates,
      boolean candidatesEnded)
      implements Outcome {}

  /// The other end only repeats itself: nothing restarts.
  ///
  /// @param answer our own description, where one is due
  record Unchanged(@Nullable String answer) implements Outcome {}

  /// Both ends offered a restart, and ours goes on.
  record Overruled() implements Outcome {}

  /// The other end's description cannot be used.
  record Refused(String detail) implements Outcome {}

  private final CertificateFingerprint fingerprint;
  private final long sessionId;
  private State state = State.NEW;
  private long sessionVersion;
  private boolean offeredFirst;
  private @Nullable Agreed agreed;

  Negotiation(Fingerprint fingerprint, SecureRandom random) {
    this.fingerprint =
        CertificateFingerprint.parse(fingerprint.toString())
            .orElseThrow(() -> new IllegalStateException("our own fingerprint is malformed"));
    sessionId = random.nextLong() >>> 1;
  }

  private LocalTransport local(IceCredentials credentials) {
    return new LocalTransport(
        sessionId,
        ++sessionVersion,
        credentials.ufrag(),
        credentials.password(),
        List.of(fingerprint),
        SCTP_PORT,
        MAX_MESSAGE_BYTES,
        List.of());
  }

  /// Whether a restart may be offered now.
  boolean stable() {
    return state == State.STABLE;
  }

  /// Whether we have offered, and the answer has not come.
  boolean awaitsAnswer() {
    return state == State.OFFERED || state == State.RESTART_OFFERED;
  }

  /// Whether this end made the first offer.
  boolean offeredFirst() {
    return offeredFirst;
  }

  /// Our offer, the first or that of a restart.
  ///
  /// @throws IllegalStateException if an offer is under way
  String offer(IceCredentials credentials) {
    state =
        switch (state) {
          case NEW -> {
            offeredFirst = true;
            yield State.OFFERED;
          }
          case STABLE -> State.RESTART_OFFERED;
          case OFFERED, RESTART_OFFERED ->
              throw new IllegalStateException("an exchange of descriptions is already " + state);
        };
    return SdpWriter.write(SdpWriter.offer(local(credentials)));
  }

  /// Takes an offer, the first or that of a restart.
  ///
  /// @param present ours now, for an offer that changes nothing
  /// @param fresh what to answer a restart with
  Outcome acceptOffer(String text, IceCredentials present, Supplier<IceCredentials> fresh) {
    return switch (SdpReader.read(text)) {
      case SdpReading.Refused refused -> new Refused(refused.reason().toString());
      case SdpReading.Described(SessionDescription offer) -> {
        Agreed before = agreed;
        if (before == null) {
          state = State.STABLE;
          SetupRole setup = offer.setup().answer();
          String answer = SdpWriter.write(SdpWriter.answer(local(present), offer, setup));
          yield remember(agree(answer, offer, IceRole.CONTROLLED, setup));
        }
        yield acceptRestart(offer, before, present, fresh);
      }
    };
  }

  private Outcome acceptRestart(
      SessionDescription offer,
      Agreed before,
      IceCredentials present,
      Supplier<IceCredentials> fresh) {
    if (state == State.RESTART_OFFERED && offeredFirst) {
      return new Overruled(); // The other end takes ours, and answers.
    }
    SetupRole setup = before.dtlsRole == DtlsRole.CLIENT ? SetupRole.ACTIVE : SetupRole.PASSIVE;
    // RFC 8839, section 4.4.1.1.1: to restart, an agent MUST change both the ufrag and the
    // password.
    boolean same =
        IceCredentials.acceptable(offer.iceUfrag(), offer.icePwd())
            && credentials(offer).equals(before.remote);
    LocalTransport local = local(same ? present : fresh.get());
    String answer = SdpWriter.write(SdpWriter.answer(local, offer, setup));
    if (same) {
      return new Unchanged(answer);
    }
    state = State.STABLE;
    return remember(unchanged(agree(answer, offer, IceRole.CONTROLLED, setup), before));
  }

  private static IceCredentials credentials(SessionDescription description) {
    return new IceCredentials(description.iceUfrag(), description.icePwd());
  }

  Outcome acceptAnswer(String text) {
    if (!awaitsAnswer()) {
      throw new IllegalStateException("an answer without an offer of ours");
    }
    Agreed before = agreed;
    state = State.STABLE;
    return switch (SdpReader.read(text)) {
      case SdpReading.Refused refused -> new Refused(refused.reason().toString());
      case SdpReading.Described(SessionDescription answer) -> {
        SetupRole setup = answer.setup().offererRole().orElse(null);
        if (setup == null) {
          yield new Refused("the answer leaves open who begins DTLS");
        }
        Outcome outcome = agree(null, answer, IceRole.CONTROLLING, setup);
        yield remember(before == null ? outcome : unchanged(outcome, before));
      }
    };
  }

  /// RFC 8842, section 5.5: as long as neither certificate nor role changes, the DTLS association stays.
  private static Outcome unchanged(Outcome outcome, Agreed before) {
    if (outcome instanceof Agreed now
        && !(now.fingerprints.equals(before.fingerprints) && now.dtlsRole == before.dtlsRole)) {
      return new Refused("the other end began anew: another certificate or DTLS role");
    }
    return outcome;
  }

  private Outcome remember(Outcome outcome) {
    if (outcome instanceof Agreed now) {
      agreed = now;
    }
    return outcome;
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
        credentials(remote),
        fingerprints,
        iceRole,
        setup == SetupRole.ACTIVE ? DtlsRole.CLIENT : DtlsRole.SERVER,
        remote.sctpPort(),
        (int) most,
        switch (remote.keyRenewal()) {
          case NONE -> KeyPolicy.Renewal.UNKNOWN_TO_PEER;
          case VERSION_1 -> KeyPolicy.Renewal.AGREED;
        },
        remote.candidates(),
        remote.candidatesEnded());
  }
}
