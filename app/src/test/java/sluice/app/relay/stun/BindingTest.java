package sluice.app.relay.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a STUN server answers to a Binding request, and what it leaves unanswered.
final class BindingTest {
  private static final InetSocketAddress CLIENT = at("192.0.2.1", 32853);
  private static final StunAddresses ONE = new StunAddresses(at("203.0.113.10", 3478), null);
  private static final StunAddresses TWO =
      new StunAddresses(at("203.0.113.10", 3478), at("203.0.113.11", 3479));
  private static final String TRANSACTION = "b7e7a701bc34d686fa87dfae";

  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }

  private static ByteBuffer request(String attributes) {
    return ByteBuffer.wrap(
        HexFormat.of()
            .parseHex(
                "0001%04x2112a442%s%s"
                    .formatted(attributes.length() / 2, TRANSACTION, attributes)));
  }

  private static @Nullable StunAnswer ask(StunAddresses addresses, String attributes, int place) {
    return new StunResponder(addresses).receive(request(attributes), CLIENT, place, 0);
  }

  private static String hex(@Nullable StunAnswer answer) {
    assertThat(answer).isNotNull();
    byte[] bytes = new byte[answer.datagram().remaining()];
    answer.datagram().duplicate().get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /// The address is that of RFC 5769, section 2.2: 192.0.2.1 port 32853 under its transaction id.
  @Test
  void anIpv4ClientIsToldItsAddress() {
    String answer = hex(ask(ONE, "", 0));
    assertThat(answer).startsWith("01010014" + "2112a442" + TRANSACTION);
    assertThat(answer.substring(40)).startsWith("002000080001a147e112a643");
    assertThat(answer).hasSize(2 * (20 + 12 + 8));
  }

  /// RFC 5769, section 2.3.
  @Test
  void anIpv6ClientIsToldItsAddress() {
    StunAnswer answer =
        new StunResponder(ONE)
            .receive(request(""), at("2001:db8:1234:5678:11:2233:4455:6677", 32853), 0, 0);
    assertThat(hex(answer).substring(40))
        .startsWith("002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9");
  }

  @Test
  void theAnswerEndsWithItsFingerprint() {
    StunAnswer answer = ask(ONE, "", 0);
    assertThat(answer).isNotNull();
    ByteBuffer datagram = answer.datagram();
    int end = datagram.limit() - 8;
    assertThat(datagram.getInt(end)).isEqualTo(0x80280004);
    assertThat(datagram.getInt(end + 4)).isEqualTo(StunRequest.fingerprint(datagram, end));
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "0, 2, 1", "0, 4, 2", "0, 6, 3", "3, 6, 0", "1, 4, 3"})
  void withTwoAddressesAnAnswerLeavesFromWhereItIsWanted(int place, int flags, int from) {
    StunAnswer answer = ask(TWO, "00030004%08x".formatted(flags), place);
    assertThat(answer).isNotNull();
    assertThat(answer.place()).isEqualTo(from);
    assertThat(answer.destination()).isEqualTo(CLIENT);
  }

  /// RFC 5780, section 6.1, table 1: MAPPED-ADDRESS, RESPONSE-ORIGIN, OTHER-ADDRESS.
  @Test
  void withTwoAddressesBothAreTold() {
    assertThat(hex(ask(TWO, "", 0)))
        .contains("0001000800018055c0000201")
        .contains("802b000800010d96cb00710a")
        .contains("802c000800010d97cb00710b");
    assertThat(hex(ask(TWO, "", 3)))
        .contains("802b000800010d97cb00710b")
        .contains("802c000800010d96cb00710a");
  }

  @Test
  void withOneAddressAChangeIsNotUnderstood() {
    assertThat(hex(ask(ONE, "0003000400000006", 0)))
        .startsWith("0111")
        .contains("00000414")
        .contains("000a000200030000");
    assertThat(hex(ask(ONE, "0003000400000000", 0))).startsWith("0101");
  }

  @Test
  void anAttributeThatMustBeUnderstoodAndIsNotIsNamed() {
    assertThat(hex(ask(ONE, "0027000400000000" + "80220000", 0)))
        .startsWith("0111")
        .contains("000a000200270000");
  }

  @ParameterizedTest
  @CsvSource({
    "000100002112a442b7e7a701bc34d686fa87df, one byte too few",
    "000100002112a443b7e7a701bc34d686fa87dfae, no magic cookie",
    "000100042112a442b7e7a701bc34d686fa87dfae, a length that does not hold",
    "010100002112a442b7e7a701bc34d686fa87dfae, a response",
    "001100002112a442b7e7a701bc34d686fa87dfae, an indication",
    "000300002112a442b7e7a701bc34d686fa87dfae, another method",
    "000100042112a442b7e7a701bc34d686fa87dfae80280008, an attribute beyond the end",
    "000100082112a442b7e7a701bc34d686fa87dfae8028000400000000, a wrong fingerprint",
    "000100042112a442b7e7a701bc34d686fa87dfae00030000, a change without flags"
  })
  void whatIsNoBindingRequestIsDropped(String hex, String why) {
    byte[] datagram = HexFormat.of().parseHex(hex);
    assertThat(new StunResponder(TWO).receive(ByteBuffer.wrap(datagram), CLIENT, 0, 0))
        .as(why)
        .isNull();
  }

  @Test
  void noNoiseThrows() {
    SplittableRandom random = new SplittableRandom(7);
    StunResponder responder = new StunResponder(TWO);
    for (int i = 0; i < 20_000; i++) {
      ByteBuffer noise = request("0003000400000002" + "0020000400000000" + "8028000400000000");
      for (int flips = random.nextInt(1, 6); flips > 0; flips--) {
        int at = random.nextInt(noise.capacity());
        noise.put(at, (byte) random.nextInt());
      }
      noise.limit(random.nextInt(noise.capacity() + 1));
      responder.receive(noise, CLIENT, i & 3, i);
    }
  }

  @Test
  void oneSourceIsAnsweredSoOftenASecondAndNoMore() {
    StunResponder responder = new StunResponder(ONE);
    assertThat(answered(responder, CLIENT, 0)).isEqualTo(StunRates.MAX_ANSWERS_OF_SOURCE);
    assertThat(answered(responder, at("192.0.2.1", 9), 1)).isZero();
    assertThat(answered(responder, at("192.0.2.2", 9), 1)).isPositive();
    assertThat(answered(responder, CLIENT, 1_000_000_000L)).isPositive();
  }

  @Test
  void anIpv6SourceIsIts64() {
    StunResponder responder = new StunResponder(ONE);
    answered(responder, at("2001:db8::1", 9), 0);
    assertThat(answered(responder, at("2001:db8::2", 9), 1)).isZero();
    assertThat(answered(responder, at("2001:db8:0:1::2", 9), 1)).isPositive();
  }

  @Test
  void forgedSourcesFillNoMemory() {
    StunRates rates = new StunRates();
    for (int i = 0; i < 3 * StunRates.MAX_SOURCES; i++) {
      rates.admit(at("10.%d.%d.%d".formatted(i >> 16, i >> 8 & 255, i & 255), 9).getAddress(), 5);
    }
    assertThat(rates.sources()).isEqualTo(StunRates.MAX_SOURCES);
  }

  private static int answered(StunResponder responder, InetSocketAddress source, long nowNanos) {
    int answers = 0;
    for (int i = 0; i < 2 * StunRates.MAX_ANSWERS_OF_SOURCE; i++) {
      if (responder.receive(request(""), source, 0, nowNanos) != null) {
        answers++;
      }
    }
    return answers;
  }
}
