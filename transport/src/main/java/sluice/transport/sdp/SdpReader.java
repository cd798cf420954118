package sluice.transport.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sluice.transport.sdp.SdpReading.Reason;
import sluice.transport.sdp.SessionDescription.IceMode;
import sluice.transport.sdp.SessionDescription.KeyRenewal;
import sluice.transport.sdp.SessionDescription.SctpSyntax;

/// Reads session descriptions. The text is the peer's: it is never trusted, and never throws.
///
/// Lines that data channels have no use for are passed over (RFC 8866, section 5: unknown
/// attributes are ignored); candidates that are malformed or too many too, since others may serve.
public final class SdpReader {
  /// The longest text that is read.
  public static final int MAX_CHARACTERS = 65_536;

  /// Candidates that are taken from one description.
  public static final int MAX_CANDIDATES = 128;

  /// The longest candidate that is taken, in characters.
  public static final int MAX_CANDIDATE_CHARACTERS = 512;

  /// Fingerprints that one description may have.
  public static final int MAX_FINGERPRINTS = 8;

  /// Media sections that one description may have.
  public static final int MAX_SECTIONS = 32;

  /// Lines that one description may have.
  public static final int MAX_LINES = 4_096;

  private static final int MAX_ICE_OPTIONS = 16;
  private static final int MIN_UFRAG_CHARACTERS = 4;
  private static final int MIN_PWD_CHARACTERS = 22;
  private static final int MAX_PORT = 65_535;

  private final List<SdpSection> sections;
  private final SdpSection session;
  private final SdpSection data;
  private final int dataPosition;
  private final List<String> bundle;
  private final String origin;

  private SdpReader(List<SdpSection> sections, int dataPosition, String origin) {
    this.sections = sections;
    this.session = sections.getFirst();
    this.data = sections.get(dataPosition);
    this.dataPosition = dataPosition;
    this.origin = origin;
    this.bundle = bundleOf(session);
  }

  /// Reads a whole description, with lines ended by CRLF or by LF.
  public static SdpReading read(String text) {
    if (text.length() > MAX_CHARACTERS) {
      return new SdpReading.Refused(Reason.TOO_LONG);
    }
    List<String> lines = text.lines().limit(MAX_LINES + 1L).toList();
    if (lines.size() > MAX_LINES) {
      return new SdpReading.Refused(Reason.TOO_LONG);
    }
    if (lines.isEmpty() || !lines.getFirst().strip().equals("v=0")) {
      return new SdpReading.Refused(Reason.MALFORMED);
    }
    List<SdpSection> sections = new ArrayList<>(List.of(new SdpSection("")));
    String origin = "";
    for (String line : lines) {
      if (line.isBlank()) {
        continue;
      }
      if (line.length() < 2 || line.charAt(1) != '=') {
        return new SdpReading.Refused(Reason.MALFORMED);
      }
      String value = line.substring(2).strip();
      switch (line.charAt(0)) {
        case 'm' -> sections.add(new SdpSection(value));
        case 'a' -> sections.getLast().add(value);
        case 'o' -> origin = value;
        default -> {}
      }
    }
    if (sections.size() > MAX_SECTIONS + 1) {
      return new SdpReading.Refused(Reason.TOO_LONG);
    }
    return readSections(sections, origin);
  }

  private static SdpReading readSections(List<SdpSection> sections, String origin) {
    List<SdpSection> media = sections.subList(1, sections.size());
    if (!media.stream().allMatch(SdpReader::isMediaLineWhole)) {
      return new SdpReading.Refused(Reason.MALFORMED);
    }
    for (int i = 1; i < sections.size(); i++) {
      if (isData(sections.get(i))) {
        return new SdpReader(sections, i, origin).describe();
      }
    }
    return new SdpReading.Refused(Reason.NO_DATA_SECTION);
  }

  private static boolean isMediaLineWhole(SdpSection section) {
    List<String> fields = section.mediaFields();
    return fields.size() == 4 && fields.stream().allMatch(Token::isPrintable);
  }

  private static boolean isData(SdpSection section) {
    List<String> fields = section.mediaFields();
    if (!fields.get(0).equals("application")) {
      return false;
    }
    return switch (fields.get(2).toUpperCase(Locale.ROOT)) {
      case "UDP/DTLS/SCTP", "TCP/DTLS/SCTP" ->
          fields.get(3).strip().equalsIgnoreCase("webrtc-datachannel");
      case "DTLS/SCTP" -> true;
      default -> false;
    };
  }

  private SdpReading describe() {
    @Nullable Reason refusal = refusal();
    if (refusal != null) {
      return new SdpReading.Refused(refusal);
    }
    return new SdpReading.Described(
        new SessionDescription(
            originNumber(1),
            originNumber(2),
            transportAttribute("ice-ufrag").orElseThrow(),
            transportAttribute("ice-pwd").orElseThrow(),
            session.has("ice-lite") ? IceMode.LITE : IceMode.FULL,
            iceOptions(),
            fingerprints(),
            setup().orElseThrow(),
            data.mid(),
            bundle,
            syntax(),
            (int) sctpPort().orElseThrow(),
            maxMessageBytes().orElseThrow(),
            candidates(),
            transportSections().anyMatch(section -> section.has("end-of-candidates")),
            keyRenewal(),
            otherSections()));
  }

  /// What is missing or malformed among that which no connection can do without.
  private @Nullable Reason refusal() {
    if (port() == 0 && !data.has("bundle-only")) {
      return Reason.DATA_SECTION_REJECTED;
    }
    String ufrag = transportAttribute("ice-ufrag").orElse("");
    String pwd = transportAttribute("ice-pwd").orElse("");
    if (!Token.isIceString(ufrag, MIN_UFRAG_CHARACTERS)
        || !Token.isIceString(pwd, MIN_PWD_CHARACTERS)) {
      return Reason.ICE_CREDENTIALS;
    }
    if (fingerprints().isEmpty()) {
      return Reason.FINGERPRINT;
    }
    if (setup().isEmpty()) {
      return Reason.SETUP;
    }
    if (sctpPort().isEmpty()) {
      return Reason.SCTP_PORT;
    }
    return maxMessageBytes().isEmpty() ? Reason.MAX_MESSAGE_SIZE : null;
  }

  private Optional<SetupRole> setup() {
    return transportAttribute("setup").flatMap(SetupRole::ofSdpName);
  }

  private long port() {
    // A port may be followed by a slash and a count (RFC 8866, section 5.14).
    String field = data.mediaFields().get(1);
    int slash = field.indexOf('/');
    return number(slash < 0 ? field : field.substring(0, slash), MAX_PORT).orElse(0);
  }

  /// Where transport attributes may stand, the nearest first: the section; the first of its BUNDLE
  /// group, whose transport it shares (RFC 9143, section 7.1.3); the session (RFC 8839,
  /// section 5.4).
  private Stream<SdpSection> transportSections() {
    Stream<SdpSection> tagged =
        bundle.contains(data.mid())
            ? sections.stream().filter(section -> section.mid().equals(bundle.getFirst())).limit(1)
            : Stream.of();
    return Stream.concat(Stream.of(data), Stream.concat(tagged, Stream.of(session)));
  }

  private Optional<String> transportAttribute(String name) {
    return transportSections().flatMap(section -> section.first(name).stream()).findFirst();
  }

  private List<String> transportAttributes(String name) {
    return transportSections()
        .map(section -> section.all(name))
        .filter(values -> !values.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /// All of them, or none where one is malformed: a fingerprint misread must not weaken the rest.
  private List<CertificateFingerprint> fingerprints() {
    List<String> values = transportAttributes("fingerprint");
    if (values.size() > MAX_FINGERPRINTS) {
      return List.of();
    }
    List<CertificateFingerprint> read =
        values.stream().flatMap(value -> CertificateFingerprint.parse(value).stream()).toList();
    return read.size() == values.size() ? read : List.of();
  }

  /// Separated by spaces (RFC 8839, section 5.6); libdatachannel writes commas.
  private List<String> iceOptions() {
    return transportAttributes("ice-options").stream()
        .flatMap(value -> Stream.of(value.split("[ ,]+")))
        .filter(Token::isToken)
        .limit(MAX_ICE_OPTIONS)
        .toList();
  }

  private SctpSyntax syntax() {
    return data.mediaFields().get(2).equalsIgnoreCase("DTLS/SCTP")
        ? SctpSyntax.SCTPMAP
        : SctpSyntax.SCTP_PORT;
  }

  /// Port 0 is none that an association could use (RFC 8841, section 5).
  private OptionalLong sctpPort() {
    String value =
        switch (syntax()) {
          case SCTP_PORT -> data.first("sctp-port").orElse("");
          case SCTPMAP -> data.first("sctp-port").orElse(data.mediaFields().get(3));
        };
    OptionalLong port = number(value, MAX_PORT);
    return port.isPresent() && port.getAsLong() == 0 ? OptionalLong.empty() : port;
  }

  private OptionalLong maxMessageBytes() {
    Optional<String> value = data.first("max-message-size");
    return value.isEmpty()
        ? OptionalLong.of(SessionDescription.DEFAULT_MAX_MESSAGE_BYTES)
        : number(value.get(), Long.MAX_VALUE);
  }

  private List<String> candidates() {
    return transportAttributes("candidate").stream()
        .filter(value -> value.length() <= MAX_CANDIDATE_CHARACTERS && Token.isPrintable(value))
        .limit(MAX_CANDIDATES)
        .toList();
  }

  private KeyRenewal keyRenewal() {
    return data.first("sluice-key-renewal").orElse("").equals("1")
        ? KeyRenewal.VERSION_1
        : KeyRenewal.NONE;
  }

  private List<OtherSection> otherSections() {
    List<OtherSection> others = new ArrayList<>();
    for (int i = 1; i < sections.size(); i++) {
      List<String> fields = sections.get(i).mediaFields();
      if (i != dataPosition) {
        others.add(
            new OtherSection(
                i - 1, fields.get(0), fields.get(2) + " " + fields.get(3), sections.get(i).mid()));
      }
    }
    return others;
  }

  private static List<String> bundleOf(SdpSection session) {
    return session.all("group").stream()
        .map(value -> List.of(value.split(" +")))
        .filter(words -> words.getFirst().equals("BUNDLE"))
        .map(words -> words.stream().skip(1).filter(Token::isToken).limit(MAX_SECTIONS).toList())
        .filter(mids -> !mids.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private long originNumber(int field) {
    String[] fields = origin.split(" ");
    return fields.length > field ? number(fields[field], Long.MAX_VALUE).orElse(0) : 0;
  }

  /// A number of decimal digits only, at most so large.
  private static OptionalLong number(String digits, long most) {
    if (digits.isEmpty()
        || digits.length() > 19
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalLong.empty();
    }
    long value = Long.parseUnsignedLong(digits);
    return value < 0 || value > most ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
