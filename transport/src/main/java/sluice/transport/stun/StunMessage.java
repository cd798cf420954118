package sluice.transport.stun;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// A STUN message (RFC 8489) as far as ICE (RFC 8445), TURN (RFC 8656) and questions to STUN servers need it: a view of
/// what was received, and a {@link Writer} of what is sent.
///
/// ```
///  0                   1                   2                   3
/// |0 0|     STUN Message Type     |         Message Length        |
/// |                         Magic Cookie                          |
/// |                     Transaction ID (96 bits)                  |
/// ```
public final class StunMessage {
  public static final int HEADER_BYTES = 20;
  public static final int REQUEST = 0x0001;
  public static final int INDICATION = 0x0011;
  public static final int SUCCESS = 0x0101;
  public static final int ERROR = 0x0111;

  public static final int USERNAME = 0x0006;
  public static final int MESSAGE_INTEGRITY = 0x0008;
  public static final int ERROR_CODE = 0x0009;
  public static final int XOR_MAPPED_ADDRESS = 0x0020;
  public static final int PRIORITY = 0x0024;
  public static final int USE_CANDIDATE = 0x0025;
  public static final int FINGERPRINT = 0x8028;
  public static final int ICE_CONTROLLED = 0x8029;
  public static final int ICE_CONTROLLING = 0x802A;

  private static final int MAGIC_COOKIE = 0x2112A442;
  private static final int MAC_BYTES = 20;

  /// Never used itself: to look for a provider costs more than the message does, in a process that is idle and cold.
  private static final Mac HMAC_SHA1 = hmacSha1();

  private static final int FINGERPRINT_XOR = 0x5354554E;
  private static final int MAX_ATTRIBUTES = 32;
  private static final int MAX_BYTES = 1_500;
  private static final int MAX_TEXT_BYTES = 763; // RFC 8489, sections 14.8 to 14.10.

  private final ByteBuffer bytes;

  private StunMessage(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /// A view of a received datagram, or empty where it is no well-formed STUN message.
  public static Optional<StunMessage> parse(byte[] datagram, int offset, int length) {
    return parse(datagram, offset, length, MAX_BYTES);
  }

  /// As {@link #parse(byte[], int, int)}, for messages that may be longer than a packet, since they carry one.
  public static Optional<StunMessage> parse(byte[] datagram, int offset, int length, int maxBytes) {
    if (length < HEADER_BYTES || length > maxBytes) {
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

  public int type() {
    return bytes.getShort(0);
  }

  public TransactionId transaction() {
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

  public boolean has(int attribute) {
    return find(attribute) >= 0;
  }

  public @Nullable String username() {
    return text(USERNAME);
  }

  /// The attribute's value as UTF-8, or null where it is absent or longer than the RFC allows.
  public @Nullable String text(int attribute) {
    byte[] value = value(attribute);
    return value == null || value.length > MAX_TEXT_BYTES
        ? null
        : new String(value, StandardCharsets.UTF_8);
  }

  /// A copy of the first attribute of this type, or null.
  public byte @Nullable [] value(int attribute) {
    int at = find(attribute);
    if (at < 0) {
      return null;
    }
    var value = new byte[bytes.getShort(at + 2) & 0xFFFF];
    bytes.get(at + 4, value);
    return value;
  }

  /// The first attribute of this type as an unsigned number of 32 bits, or -1.
  public long number(int attribute) {
    int at = find(attribute);
    return at < 0 || (bytes.getShort(at + 2) & 0xFFFF) != 4
        ? -1
        : bytes.getInt(at + 4) & 0xFFFF_FFFFL;
  }

  /// The code of an error response (RFC 8489, section 14.8), 300 to 699, or -1.
  public int errorCode() {
    byte[] value = value(ERROR_CODE);
    if (value == null || value.length < 4) {
      return -1;
    }
    int code = (value[2] & 7) * 100 + (value[3] & 0xFF);
    return code >= 300 && code <= 699 && (value[3] & 0xFF) < 100 ? code : -1;
  }

  /// Whether MESSAGE-INTEGRITY is there and was made with this password (a short-term credential), and FINGERPRINT, where
  /// there, is right.
  public boolean authentic(String password) {
    return authentic(password.getBytes(StandardCharsets.UTF_8));
  }

  /// As {@link #authentic(String)}, for the key of a long-term credential.
  public boolean authentic(byte[] key) {
    int at = find(MESSAGE_INTEGRITY);
    if (at < 0 || (bytes.getShort(at + 2) & 0xFFFF) != MAC_BYTES) {
      return false;
    }
    var expected = mac(bytes, at, key);
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
  public @Nullable InetSocketAddress mappedAddress() {
    return xorAddress(XOR_MAPPED_ADDRESS);
  }

  /// The first XORed address of this type, or null.
  public @Nullable InetSocketAddress xorAddress(int attribute) {
    return address(find(attribute), true);
  }

  /// All XORed addresses of this type, in their order; malformed ones are left out.
  public List<InetSocketAddress> xorAddresses(int attribute) {
    var found = new ArrayList<InetSocketAddress>();
    int at = HEADER_BYTES;
    while (at < bytes.limit() && bytes.getShort(at) != MESSAGE_INTEGRITY) {
      if ((bytes.getShort(at) & 0xFFFF) == attribute) {
        InetSocketAddress address = address(at, true);
        if (address != null) {
          found.add(address);
        }
      }
      at += 4 + padded(bytes.getShort(at + 2) & 0xFFFF);
    }
    return found;
  }

  /// The first address of this type that is not XORed (RFC 8489, section 14.1), or null.
  public @Nullable InetSocketAddress plainAddress(int attribute) {
    return address(find(attribute), false);
  }

  private @Nullable InetSocketAddress address(int at, boolean xored) {
    int length = at < 0 ? 0 : bytes.getShort(at + 2) & 0xFFFF;
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
      address[i] = (byte) (bytes.get(at + 8 + i) ^ (xored ? bytes.get(4 + i) : 0));
    }
    int port = (bytes.getShort(at + 6) ^ (xored ? MAGIC_COOKIE >>> 16 : 0)) & 0xFFFF;
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are an address", e);
    }
  }

  private static Mac hmacSha1() {
    try {
      return Mac.getInstance("HmacSHA1");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA1", e);
    }
  }

  private static int padded(int length) {
    return (length + 3) & ~3;
  }

  private static byte[] mac(ByteBuffer message, int upTo, byte[] key) {
    try {
      Mac mac = (Mac) HMAC_SHA1.clone();
      mac.init(new SecretKeySpec(key, "HmacSHA1"));
      var covered = new byte[upTo];
      message.get(0, covered);
      // RFC 8489, section 14.5: the length then reaches up to the end of MESSAGE-INTEGRITY.
      ByteBuffer.wrap(covered).putShort(2, (short) (upTo + 4 + MAC_BYTES - HEADER_BYTES));
      return mac.doFinal(covered);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA1", e);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's HmacSHA1 can be cloned", e);
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
  public static final class Writer {
    private final ByteBuffer out;

    public Writer(int type, TransactionId transaction) {
      this(type, transaction, MAX_BYTES);
    }

    /// For messages that may be longer than a packet.
    public Writer(int type, TransactionId transaction, int maxBytes) {
      out = ByteBuffer.allocate(maxBytes);
      out.putShort((short) type).putShort((short) 0).putInt(MAGIC_COOKIE);
      out.putLong(transaction.high()).putInt(transaction.low());
    }

    public Writer add(int attribute, byte[] value) {
      out.putShort((short) attribute).putShort((short) value.length).put(value);
      out.position(HEADER_BYTES + padded(out.position() - HEADER_BYTES));
      return this;
    }

    public Writer flag(int attribute) {
      return add(attribute, new byte[0]);
    }

    public Writer text(int attribute, String value) {
      return add(attribute, value.getBytes(StandardCharsets.UTF_8));
    }

    public Writer number(int attribute, int value) {
      return add(attribute, ByteBuffer.allocate(4).putInt(value).array());
    }

    public Writer number(int attribute, long value) {
      return add(attribute, ByteBuffer.allocate(8).putLong(value).array());
    }

    public Writer mapped(InetSocketAddress address) {
      return xorAddress(XOR_MAPPED_ADDRESS, address);
    }

    public Writer xorAddress(int attribute, InetSocketAddress address) {
      byte[] raw = address.getAddress().getAddress();
      var value = ByteBuffer.allocate(4 + raw.length);
      value.put((byte) 0).put((byte) (raw.length == 4 ? 1 : 2));
      value.putShort((short) (address.getPort() ^ (MAGIC_COOKIE >>> 16)));
      for (int i = 0; i < raw.length; i++) {
        value.put((byte) (raw[i] ^ out.get(4 + i)));
      }
      return add(attribute, value.array());
    }

    /// Ends the message with MESSAGE-INTEGRITY, made with a short-term credential's password, and FINGERPRINT.
    public byte[] seal(String password) {
      return seal(password.getBytes(StandardCharsets.UTF_8));
    }

    /// As {@link #seal(String)}, with the key of a long-term credential.
    public byte[] seal(byte[] key) {
      add(MESSAGE_INTEGRITY, mac(out, out.position(), key));
      return finish();
    }

    /// Ends the message with FINGERPRINT alone, as a question to a server that knows no password of ours.
    public byte[] finish() {
      int at = out.position();
      out.putShort(2, (short) (at + 8 - HEADER_BYTES));
      number(FINGERPRINT, fingerprint(out, at));
      return Arrays.copyOf(out.array(), out.position());
    }
  }

  /// 96 random bits that tie a response to its request.
  public record TransactionId(long high, int low) {}
}
