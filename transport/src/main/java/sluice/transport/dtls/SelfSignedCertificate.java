package sluice.transport.dtls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/// Writes a certificate (RFC 5280, section 4.1) of a P-256 key that signs itself, in DER. A library for it would load
/// for a quarter of a second before the first description can leave.
final class SelfSignedCertificate {
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int UTF8_STRING = 0x0C;
  private static final int UTC_TIME = 0x17;
  private static final int GENERALIZED_TIME = 0x18;
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int VERSION = 0xA0;

  /// 1.2.840.10045.4.3.2, ecdsa-with-SHA256, in a sequence without parameters (RFC 5758, section 3.2).
  private static final byte[] ECDSA_WITH_SHA256 =
      HexFormat.of().parseHex("300a06082a8648ce3d040302");

  /// 2.5.4.3, commonName.
  private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");

  private static final byte[] V3 = {2};
  private static final byte[] NO_UNUSED_BITS = {0};
  private static final int SERIAL_NUMBER_BITS = 63;

  /// "CAs conforming to this profile MUST always encode certificate validity dates through the year 2049 as UTCTime"
  /// (RFC 5280, section 4.1.2.5).
  private static final int LAST_UTC_YEAR = 2049;

  private SelfSignedCertificate() {}

  static byte[] write(KeyPair keys, Instant from, Instant until, SecureRandom random)
      throws GeneralSecurityException {
    byte[] name =
        der(
            SEQUENCE,
            der(
                SET,
                der(
                    SEQUENCE,
                    COMMON_NAME,
                    der(UTF8_STRING, "sluice".getBytes(StandardCharsets.UTF_8)))));
    byte[] unsigned =
        der(
            SEQUENCE,
            der(VERSION, der(INTEGER, V3)),
            der(INTEGER, new BigInteger(SERIAL_NUMBER_BITS, random).toByteArray()),
            ECDSA_WITH_SHA256,
            name,
            der(SEQUENCE, time(from), time(until)),
            name,
            keys.getPublic().getEncoded());
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(keys.getPrivate(), random);
    signature.update(unsigned);
    return der(
        SEQUENCE, unsigned, ECDSA_WITH_SHA256, der(BIT_STRING, NO_UNUSED_BITS, signature.sign()));
  }

  private static byte[] time(Instant instant) {
    var utc = instant.atOffset(ZoneOffset.UTC);
    boolean late = utc.getYear() > LAST_UTC_YEAR;
    String pattern = late ? "yyyyMMddHHmmss'Z'" : "yyMMddHHmmss'Z'";
    byte[] text =
        DateTimeFormatter.ofPattern(pattern).format(utc).getBytes(StandardCharsets.US_ASCII);
    return der(late ? GENERALIZED_TIME : UTC_TIME, text);
  }

  /// One element: tag, length, and the parts one behind the other.
  private static byte[] der(int tag, byte[]... parts) {
    var content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    var element = new ByteArrayOutputStream();
    element.write(tag);
    int length = content.size();
    if (length < 0x80) {
      element.write(length);
    } else if (length < 0x100) {
      element.write(0x81);
      element.write(length);
    } else {
      element.write(0x82);
      element.write(length >> 8);
      element.write(length);
    }
    element.writeBytes(content.toByteArray());
    return element.toByteArray();
  }
}
