package sluice.transport.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// STUN messages are read as RFC 5769's vectors say, and nothing malformed passes or throws.
class StunMessageTest {
  private static final String PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt";

  /// RFC 5769, section 2.1.
  private static final byte[] REQUEST =
      bytes(
          "000100582112a442b7e7a701bc34d686fa87dfae"
              + "802200105354554e207465737420636c69656e74"
              + "002400046e0001ff80290008932ff9b151263b36"
              + "000600096576746a3a68367659202020"
              + "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2"
              + "80280004e57a3bcf");

  /// RFC 5769, section 2.2.
  private static final byte[] RESPONSE =
      bytes(
          "0101003c2112a442b7e7a701bc34d686fa87dfae"
              + "8022000b7465737420766563746f7220"
              + "002000080001a147e112a643"
              + "000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7"
              + "80280004c07d4c96");

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static StunMessage parse(byte[] bytes) {
    return StunMessage.parse(bytes, 0, bytes.length).orElseThrow();
  }

  @Test
  void readsTheVectors() {
    StunMessage request = parse(REQUEST);
    assertThat(request.type()).isEqualTo(StunMessage.REQUEST);
    assertThat(request.username()).isEqualTo("evtj:h6vY");
    assertThat(request.authentic(PASSWORD)).isTrue();
    assertThat(request.authentic(PASSWORD + "x")).isFalse();
    StunMessage response = parse(RESPONSE);
    assertThat(response.authentic(PASSWORD)).isTrue();
    assertThat(response.mappedAddress())
        .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 32_853));
    assertThat(response.transaction()).isEqualTo(request.transaction());
  }

  @Test
  void readsWhatItWrites() {
    var transaction = new StunMessage.TransactionId(1, 2);
    var seenAt = new InetSocketAddress(InetAddress.ofLiteral("2001:db8::7"), 443);
    byte[] written =
        new StunMessage.Writer(StunMessage.SUCCESS, transaction)
            .text(StunMessage.USERNAME, "abcde:x")
            .flag(StunMessage.USE_CANDIDATE)
            .mapped(seenAt)
            .seal(PASSWORD);
    StunMessage read = parse(written);
    assertThat(read.transaction()).isEqualTo(transaction);
    assertThat(read.username()).isEqualTo("abcde:x");
    assertThat(read.has(StunMessage.USE_CANDIDATE)).isTrue();
    assertThat(read.mappedAddress()).isEqualTo(seenAt);
    assertThat(read.authentic(PASSWORD)).isTrue();
  }

  @Test
  void everyFlippedBitAndEveryCutIsNoticed() {
    // What stands behind MESSAGE-INTEGRITY is not covered by it, and does not count either.
    for (int bit = 0; bit < (REQUEST.length - 8) * 8; bit++) {
      byte[] flipped = REQUEST.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      var read = StunMessage.parse(flipped, 0, flipped.length);
      assertThat(read.isPresent() && read.get().authentic(PASSWORD)).as("bit " + bit).isFalse();
    }
    for (int length = 0; length < REQUEST.length; length++) {
      assertThat(StunMessage.parse(Arrays.copyOf(REQUEST, length), 0, length)).isEmpty();
    }
  }

  @Test
  void attributesBehindTheIntegrityDoNotCount() {
    byte[] sealed =
        new StunMessage.Writer(StunMessage.REQUEST, new StunMessage.TransactionId(1, 2))
            .text(StunMessage.USERNAME, "a:b")
            .seal(PASSWORD);
    // In place of FINGERPRINT, which is 8 bytes long, two empty USE-CANDIDATE attributes.
    byte[] smuggled = sealed.clone();
    byte[] flag = {0, 0x25, 0, 0, 0, 0x25, 0, 0};
    System.arraycopy(flag, 0, smuggled, smuggled.length - 8, 8);
    StunMessage read = parse(smuggled);
    assertThat(read.authentic(PASSWORD)).isTrue();
    assertThat(read.has(StunMessage.USE_CANDIDATE)).isFalse();
  }

  @Test
  void randomBytesNeverThrow() {
    var random = new Random(42);
    for (int i = 0; i < 50_000; i++) {
      byte[] noise = i % 2 == 0 ? REQUEST.clone() : RESPONSE.clone();
      for (int n = random.nextInt(8); n >= 0; n--) {
        noise[random.nextInt(noise.length)] = (byte) random.nextInt();
      }
      StunMessage.parse(noise, 0, random.nextInt(noise.length + 1))
          .ifPresent(
              message -> {
                message.username();
                message.mappedAddress();
                message.authentic(PASSWORD);
              });
    }
  }
}
