package sluice.transport.dtls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/// The hash of a certificate's DER form, as SDP carries it in `a=fingerprint` (RFC 8122, section 5).
public final class Fingerprint {

  /// The hash functions that are accepted. RFC 8122 also registers md2, md5, sha-1 and sha-224; none
  /// of them binds a certificate any more, or is used by a WebRTC peer.
  public enum Algorithm {
    SHA_256("sha-256", "SHA-256", 32),
    SHA_384("sha-384", "SHA-384", 48),
    SHA_512("sha-512", "SHA-512", 64);

    private final String sdpName;
    private final String jcaName;
    private final int sizeBytes;

    Algorithm(String sdpName, String jcaName, int sizeBytes) {
      this.sdpName = sdpName;
      this.jcaName = jcaName;
      this.sizeBytes = sizeBytes;
    }

    /// The name in SDP, such as `sha-256`.
    public String sdpName() {
      return sdpName;
    }

    /// The length of the hash in bytes.
    public int sizeBytes() {
      return sizeBytes;
    }
  }

  private static final HexFormat COLON_HEX = HexFormat.ofDelimiter(":").withUpperCase();

  /// `sha-512`, a space, and 64 bytes of three characters each, less the last colon.
  private static final int MAX_SDP_CHARACTERS = 7 + 1 + 64 * 3 - 1;

  private final Algorithm algorithm;
  private final byte[] hash;

  private Fingerprint(Algorithm algorithm, byte[] hash) {
    this.algorithm = algorithm;
    this.hash = hash;
  }

  /// The fingerprint of the certificate whose DER form is `certificateDer`.
  public static Fingerprint of(Algorithm algorithm, byte[] certificateDer) {
    try {
      return new Fingerprint(
          algorithm, MessageDigest.getInstance(algorithm.jcaName).digest(certificateDer));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no " + algorithm.jcaName, e);
    }
  }

  /// Reads the value of an `a=fingerprint` attribute: `sha-256 4A:AD:…`. Empty if the hash function is
  /// not one of [Algorithm], or the bytes are malformed or of the wrong number. RFC 8122 writes
  /// upper-case hexadecimal; lower case is read as well, since the hash names the same bytes.
  public static Optional<Fingerprint> parse(String attributeValue) {
    if (attributeValue.length() > MAX_SDP_CHARACTERS) {
      return Optional.empty();
    }
    int space = attributeValue.indexOf(' ');
    if (space < 0) {
      return Optional.empty();
    }
    String name = attributeValue.substring(0, space).toLowerCase(Locale.ROOT);
    for (Algorithm algorithm : Algorithm.values()) {
      if (algorithm.sdpName.equals(name)) {
        return parseHash(algorithm, attributeValue.substring(space + 1));
      }
    }
    return Optional.empty();
  }

  private static Optional<Fingerprint> parseHash(Algorithm algorithm, String text) {
    if (text.length() != algorithm.sizeBytes * 3 - 1) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Fingerprint(algorithm, COLON_HEX.parseHex(text)));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  public Algorithm algorithm() {
    return algorithm;
  }

  /// A copy of the hash.
  public byte[] hash() {
    return hash.clone();
  }

  /// Whether the certificate whose DER form is `certificateDer` has this fingerprint.
  public boolean matches(byte[] certificateDer) {
    return equals(of(algorithm, certificateDer));
  }

  /// Compares in a time that does not depend on where the hashes differ.
  @Override
  public boolean equals(Object other) {
    return other instanceof Fingerprint that
        && algorithm == that.algorithm
        && MessageDigest.isEqual(hash, that.hash);
  }

  @Override
  public int hashCode() {
    return (hash[0] & 0xff) << 24
        | (hash[1] & 0xff) << 16
        | (hash[2] & 0xff) << 8
        | (hash[3] & 0xff);
  }

  /// The value of an `a=fingerprint` attribute.
  @Override
  public String toString() {
    return algorithm.sdpName + " " + COLON_HEX.formatHex(hash);
  }
}
