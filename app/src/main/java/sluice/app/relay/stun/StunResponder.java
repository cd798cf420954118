package sluice.app.relay.stun;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers Binding requests (RFC 8489, section 6.3), statelessly but for a count that keeps it from
/// flooding anybody. Whatever is not a Binding request is dropped without a word: an answer to it
/// would serve only who forges sources.
///
/// Sans-IO: one datagram in, at most one out.
final class StunResponder {
  static final int SUCCESS = 0x0101;
  static final int ERROR = 0x0111;
  static final int XOR_MAPPED_ADDRESS = 0x0020;
  static final int MAPPED_ADDRESS = 0x0001;
  static final int ERROR_CODE = 0x0009;
  static final int UNKNOWN_ATTRIBUTES = 0x000A;
  static final int RESPONSE_ORIGIN = 0x802B;
  static final int OTHER_ADDRESS = 0x802C;

  private static final int FAMILY_IPV4 = 1;
  private static final int FAMILY_IPV6 = 2;
  private static final int IPV4_BYTES = 4;
  private static final int MAX_ANSWER_BYTES = 256;
  private static final int UNKNOWN_ATTRIBUTE_CODE = 420;
  private static final byte[] UNKNOWN_ATTRIBUTE_TEXT =
      "Unknown Attribute   ".getBytes(StandardCharsets.US_ASCII);

  private final StunAddresses addresses;
  private final StunRates rates = new StunRates();

  StunResponder(StunAddresses addresses) {
    this.addresses = addresses;
  }

  /// A datagram came.
  ///
  /// @param place which of our addresses it came to
  /// @return the answer, or null
  @Nullable StunAnswer receive(
      ByteBuffer datagram, InetSocketAddress source, int place, long nowNanos) {
    StunRequest request = StunRequest.parse(datagram);
    // Port 0 is nobody's, and an answer to our own address would be asked about again.
    if (request == null || source.getPort() == 0 || !rates.admit(source.getAddress(), nowNanos)) {
      return null;
    }
    List<Integer> unknown = request.unknown();
    if (unknown.isEmpty() && request.change() != 0 && addresses.alternate() == null) {
      // RFC 5780, section 6.1: who has no other address does not know CHANGE-REQUEST.
      unknown = List.of(StunRequest.CHANGE_REQUEST);
    }
    return unknown.isEmpty()
        ? new StunAnswer(place ^ request.change(), source, success(request, source, place))
        : new StunAnswer(place, source, refusal(request, unknown));
  }

  private ByteBuffer success(StunRequest request, InetSocketAddress source, int place) {
    ByteBuffer answer = begin(SUCCESS, request);
    // The 16 bytes that an address is hidden under: middleboxes rewrite addresses that they find.
    ByteBuffer mask =
        ByteBuffer.allocate(Integer.BYTES + StunRequest.TRANSACTION_BYTES)
            .putInt(StunRequest.MAGIC_COOKIE)
            .put(request.transaction());
    address(answer, XOR_MAPPED_ADDRESS, source, mask.array());
    InetSocketAddress other = addresses.alternate();
    if (other != null) {
      byte[] plain = new byte[mask.capacity()];
      address(answer, MAPPED_ADDRESS, source, plain);
      address(answer, RESPONSE_ORIGIN, addresses.at(place ^ request.change()), plain);
      // RFC 5780, section 7.4: where an answer to "change IP" and "change port" would come from.
      int opposite = place ^ (StunAddresses.OTHER_IP | StunAddresses.OTHER_PORT);
      address(answer, OTHER_ADDRESS, addresses.at(opposite), plain);
    }
    return end(answer);
  }

  private static ByteBuffer refusal(StunRequest request, List<Integer> unknown) {
    ByteBuffer answer = begin(ERROR, request);
    attribute(answer, ERROR_CODE, Integer.BYTES + UNKNOWN_ATTRIBUTE_TEXT.length);
    answer.putInt(((UNKNOWN_ATTRIBUTE_CODE / 100) << 8) | (UNKNOWN_ATTRIBUTE_CODE % 100));
    answer.put(UNKNOWN_ATTRIBUTE_TEXT);
    attribute(answer, UNKNOWN_ATTRIBUTES, unknown.size() * Short.BYTES);
    unknown.forEach(type -> answer.putShort(type.shortValue()));
    if (unknown.size() % 2 != 0) {
      answer.putShort((short) 0);
    }
    return end(answer);
  }

  private static ByteBuffer begin(int type, StunRequest request) {
    return ByteBuffer.allocate(MAX_ANSWER_BYTES)
        .putShort((short) type)
        .putShort((short) 0)
        .putInt(StunRequest.MAGIC_COOKIE)
        .put(request.transaction());
  }

  private static ByteBuffer end(ByteBuffer answer) {
    int end = answer.position();
    attribute(answer, StunRequest.FINGERPRINT, Integer.BYTES);
    answer.putShort(Short.BYTES, (short) (end + 2 * Integer.BYTES - StunRequest.HEADER_BYTES));
    return answer.putInt(StunRequest.fingerprint(answer, end)).flip();
  }

  private static void attribute(ByteBuffer answer, int type, int length) {
    answer.putShort((short) type).putShort((short) length);
  }

  private static void address(ByteBuffer answer, int type, InetSocketAddress address, byte[] mask) {
    InetAddress ip = address.getAddress();
    byte[] bytes = ip.getAddress();
    attribute(answer, type, Integer.BYTES + bytes.length);
    answer.putShort((short) (bytes.length == IPV4_BYTES ? FAMILY_IPV4 : FAMILY_IPV6));
    int portMask = (Byte.toUnsignedInt(mask[0]) << 8) | Byte.toUnsignedInt(mask[1]);
    answer.putShort((short) (address.getPort() ^ portMask));
    for (int at = 0; at < bytes.length; at++) {
      answer.put((byte) (bytes[at] ^ mask[at]));
    }
  }
}
