package sluice.transport.sdp;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/// The value of `a=fingerprint` (RFC 8122, section 5): hash function and hash of a certificate.
///
/// @param hashFunction as SDP names it, in lower case, such as `sha-256`
/// @param hash read-only
public record CertificateFingerprint(String hashFunction, ByteBuffer hash) {
  /// The longest hash that is read, in bytes: that of SHA-512.
  public static final int MAX_HASH_BYTES = 64;

  private static final int MIN_HASH_BYTES = 16;
  private static final HexFormat COLON_HEX = HexFormat.ofDelimiter(":").withUpperCase();

  public CertificateFingerprint {
    hash = hash.slice().asReadOnlyBuffer();
  }

  @Override
  public ByteBuffer hash() {
    return hash.duplicate();
  }

  /// Reads `sha-256 4A:AD:…`. Empty if it is malformed; a hash function that we do not know is not.
  public static Optional<CertificateFingerprint> parse(String attributeValue) {
    int space = attributeValue.indexOf(' ');
    if (space < 0 || !Token.isToken(attributeValue.substring(0, space))) {
      return Optional.empty();
    }
    String hex = attributeValue.substring(space + 1).strip();
    if (hex.length() < 3 * MIN_HASH_BYTES - 1 || hex.length() > 3 * MAX_HASH_BYTES - 1) {
      return Optional.empty();
    }
    try {
      String hashFunction = attributeValue.substring(0, space).toLowerCase(Locale.ROOT);
      return Optional.of(
          new CertificateFingerprint(hashFunction, ByteBuffer.wrap(COLON_HEX.parseHex(hex))));
    } catch (IllegalArgumentException notHexadecimal) {
      return Optional.empty();
    }
  }

  /// The value of the attribute, with the hash in upper case.
  public String attributeValue() {
    byte[] bytes = new byte[hash.remaining()];
    hash().get(bytes);
    return hashFunction + " " + COLON_HEX.formatHex(bytes);
  }
}
