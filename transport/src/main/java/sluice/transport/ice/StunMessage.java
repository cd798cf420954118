package sluice.transport.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// A STUN Binding message (RFC 8489) as far as our own part of ICE needs it: what stands before ice4j and decides what
/// it may see, consent checks, and questions to STUN servers.
///
/// ```
///  0                   1                   2                   3
/// |0 0|     STUN Message Type     |         Message Length        |
/// |                         Magic Cookie                          |
/// |                     Transaction ID (96 bits)                  |
/// ```
final class StunMessage {
  static final int HEADER_BYTES = 20;
  static final int REQUEST = 0x0001;
  static final int INDICATION = 0x0011;
  static final int SUCCESS = 0x0101;
  static final int ERROR = 0x0111;

  static final int USERNAME = 0x0006;
  static final int MESSAGE_INTEGRITY = 0x0008;
  static final int XOR_MAPPED_ADDRESS = 0x0020;
  static final int PRIORITY = 0x0024;
  static final int USE_CANDIDATE = 0x0025;
  static final int FINGERPRINT = 0x8028;
  static final int ICE_CONTROLLED = 0x8029;
  static final int ICE_CONTROLLING = 0x802A;

  private static final int MAGIC_COOKIE = 0x2112A442;
  private static final int MAC_BYTES = 20;
  private static final int FINGERPRINT_XOR = 0x5354554E;
  private static final int MAX_ATTRIBUTES = 32;
  private static final int MAX_BYTES = 1_500;

  private final ByteBuffer bytes;

  private StunMessage(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /// A view of a received datagram, or empty where it is no well-formed STUN message.
  static Optional<StunMessage> parse(byte[] datagram, int offset, int length) {
    if (length < HEADER_BYTES || length > MAX_BYTES) {
      return Optional.empty();
    }
    var message = new StunMessage(ByteBuffer.wrap(datagram, offset, length).slice());
    return message.wellFormed() ? Optional.of(message) : Optional.empty();
  }

  private boolean wellFormed() {
    // RFC 8489, section 6.3: the first two bits are 0, the cookie is right, the length makes sense.
    if ((bytes.get(0) & 0xC0) != 0
        || bytes.getInt(4) != MAGIC_COOKIE
        || (bytes.getShort(2) & 0xFFFF) != bytes.limit() - HEADER_BYTES) {
      return false;
    }
    int at = HEADER_BYTES;
    int count = 0;
    while (at < bytes.limit()) {
      if (at + 4 > bytes.limit() || ++count > MAX_ATTRIBUTES) {
        return false;
      }
      at += 4 + padded(bytes.getShort(at + 2) & 0xFFFF);
    }
    return at == bytes.limit();
  }

  int type() {
    return bytes.getShort(0);
  }

  TransactionId transaction() {
    return new TransactionId(bytes.getLong(8), bytes.getInt(16));
  }

  /// Where the attribute begins with its type, or -1. What follows MESSAGE-INTEGRITY does not count, except FINGERPRINT
  /// (RFC 8489, section 14.5).
  private int find(int attribute) {
    int at = HEADER_BYTES;
    boolean sealed = false;
    while (at < bytes.limit()) {
      int type = bytes.getShort(at) & 0xFFFF;
      if (type == attribute && (!sealed || type == FINGERPRINT)) {
        return at;
      }
      sealed |= type == MESSAGE_INTEGRITY;
      at += 4 + padded(bytes.getShort(at + 2) & 0xFFFF);
    }
    return -1;
  }

  boolean has(int attribute) {
    return find(attribute) >= 0;
  }

  @Nullable String username() {
    int at = find(USERNAME);
    if (at < 0) {
      return null;
    }
    var text = new byte[bytes.getShort(at + 2) & 0xFFFF];
    bytes.get(at + 4, text);
    return new String(text, StandardCharsets.UTF_8);
  }

  /// Whether MESSAGE-INTEGRITY is there and was made with this password, and FINGERPRINT, where there, is right.
  boolean authentic(String password) {
    int at = find(MESSAGE_INTEGRITY);
    if (at < 0 || (bytes.getShort(at + 2) & 0xFFFF) != MAC_BYTES) {
      return false;
    }
    var expected = mac(bytes, at, password);
    var actual = new byte[MAC_BYTES];
    bytes.get(at + 4, actual);
    return MessageDigest.isEqual(expected, actual) && fingerprintRight();
  }

  private boolean fingerprintRight() {
    int at = find(FINGERPRINT);
    return at < 0
        || ((bytes.getShort(at + 2) & 0xFFFF) == 4
            && at + 8 == bytes.limit()
            && bytes.getInt(at + 4) == fingerprint(bytes, at));
  }

  /// The address that the other end saw us at, or null.
  @Nullable InetSocketAddress mappedAddress() {
    int at = find(XOR_MAPPED_ADDRESS);
    if (at < 0) {
      return null;
    }
    int length = bytes.getShort(at + 2) & 0xFFFF;
    int addressBytes =
        switch (length < 4 ? 0 : bytes.get(at + 5)) {
          case 1 -> 4;
          case 2 -> 16;
          default -> 0;
        };
    if (addressBytes == 0 || length != 4 + addressBytes) {
      return null;
    }
    var address = new byte[addressBytes];
    for (int i = 0; i < addressBytes; i++) {
      address[i] = (byte) (bytes.get(at + 8 + i) ^ bytes.get(4 + i));
    }
    int port = (bytes.getShort(at + 6) ^ (MAGIC_COOKIE >>> 16)) & 0xFFFF;
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are an address", e);
    }
  }

  private static int padded(int length) {
    return (length + 3) & ~3;
  }

  private static byte[] mac(ByteBuffer message, int upTo, String password) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      var covered = new byte[upTo];
      message.get(0, covered);
      // RFC 8489, section 14.5: the length then reaches up to the end of MESSAGE-INTEGRITY.
      ByteBuffer.wrap(covered).putShort(2, (short) (upTo + 4 + MAC_BYTES - HEADER_BYTES));
      return mac.doFinal(covered);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA1", e);
    }
  }

  private static int fingerprint(ByteBuffer message, int upTo) {
    var crc = new CRC32();
    var covered = new byte[upTo];
    message.get(0, covered);
    crc.update(covered);
    return (int) crc.getValue() ^ FINGERPRINT_XOR;
  }

  /// Writes one message.
  static final class Writer {
    private final ByteBuffer out = ByteBuffer.allocate(MAX_BYTES);

    Writer(int type, TransactionId transaction) {
      out.putShort((short) type).putShort((short) 0).putInt(MAGIC_COOKIE);
      out.putLong(transaction.high()).putInt(transaction.low());
    }

    Writer add(int attribute, byte[] value) {
      out.putShort((short) attribute).putShort((short) value.length).put(value);
      out.position(HEADER_BYTES + padded(out.position() - HEADER_BYTES));
      return this;
    }

    Writer flag(int attribute) {
      return add(attribute, new byte[0]);
    }

    Writer text(int attribute, String value) {
      return add(attribute, value.getBytes(StandardCharsets.UTF_8));
    }

    Writer number(int attribute, int value) {
      return add(attribute, ByteBuffer.allocate(4).putInt(value).array());
    }

    Writer number(int attribute, long value) {
      return add(attribute, ByteBuffer.allocate(8).putLong(value).array());
    }

    Writer mapped(InetSocketAddress address) {
      byte[] raw = address.getAddress().getAddress();
      var value = ByteBuffer.allocate(4 + raw.length);
      value.put((byte) 0).put((byte) (raw.length == 4 ? 1 : 2));
      value.putShort((short) (address.getPort() ^ (MAGIC_COOKIE >>> 16)));
      for (int i = 0; i < raw.length; i++) {
        value.put((byte) (raw[i] ^ out.get(4 + i)));
      }
      return add(XOR_MAPPED_ADDRESS, value.array());
    }

    /// Ends the message with MESSAGE-INTEGRITY and FINGERPRINT.
    byte[] seal(String password) {
      add(MESSAGE_INTEGRITY, mac(out, out.position(), password));
      return finish();
    }

    /// Ends the message with FINGERPRINT alone, as a question to a server that knows no password of ours.
    byte[] finish() {
      int at = out.position();
      out.putShort(2, (short) (at + 8 - HEADER_BYTES));
      number(FINGERPRINT, fingerprint(out, at));
      return Arrays.copyOf(out.array(), out.position());
    }
  }

  /// 96 random bits that tie a response to its request.
  record TransactionId(long high, int low) {}
}
