package sluice.transport.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sluice.transport.sctp.SendOptions.Ordering;

/// The messages of RFC 8832, read and written.
class DcepMessageTest {
  private static final List<DataChannelOpen> OPENS =
      List.of(
          new DataChannelOpen(ChannelSettings.reliable(""), 0),
          new DataChannelOpen(ChannelSettings.reliable("l\u00e4bel \ud83d\ude00"), 256),
          open("p", Ordering.UNORDERED, new Reliability.Reliable()),
          open("", Ordering.ORDERED, new Reliability.MaxRetransmits(0)),
          open("", Ordering.UNORDERED, new Reliability.MaxRetransmits(0xFFFF_FFFFL)),
          open("", Ordering.ORDERED, new Reliability.MaxLifetime(0xFFFF_FFFFL)),
          open("proto", Ordering.UNORDERED, new Reliability.MaxLifetime(1)));

  private static DataChannelOpen open(String protocol, Ordering ordering, Reliability reliability) {
    return new DataChannelOpen(
        new ChannelSettings("label", protocol, ordering, reliability), 0xFFFF);
  }

  private static ByteBuffer hex(String digits) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(digits.replace(" ", "")));
  }

  @Test
  void openIsLaidOutAsTheRfcDraws() {
    DataChannelOpen open =
        new DataChannelOpen(
            new ChannelSettings("ab", "c", Ordering.UNORDERED, new Reliability.MaxRetransmits(7)),
            256);
    assertThat(open.toBuffer()).isEqualTo(hex("03 81 0100 00000007 0002 0001 6162 63"));
    assertThat(new DataChannelAck().toBuffer()).isEqualTo(hex("02"));
  }

  @Test
  void areReadAsTheyWereWritten() {
    for (DataChannelOpen open : OPENS) {
      assertThat(DcepMessage.parse(open.toBuffer())).isEqualTo(Optional.of(open));
    }
    assertThat(DcepMessage.parse(hex("02"))).isEqualTo(Optional.of(new DataChannelAck()));
  }

  @Test
  void areRefusedWhereverTheyAreCutOrStretched() {
    for (DataChannelOpen open : OPENS) {
      ByteBuffer message = open.toBuffer();
      for (int bytes = 0; bytes < message.remaining(); bytes++) {
        assertThat(DcepMessage.parse(message.slice(0, bytes))).isEmpty();
      }
      ByteBuffer longer = ByteBuffer.allocate(message.remaining() + 1).put(message).rewind();
      assertThat(DcepMessage.parse(longer)).isEmpty();
    }
  }

  @Test
  void unknownTypesAreRefused() {
    assertThat(DcepMessage.parse(hex("01"))).isEmpty();
    assertThat(DcepMessage.parse(hex("00"))).isEmpty();
    assertThat(DcepMessage.parse(hex("03 03 0100 00000000 0000 0000"))).isEmpty();
    assertThat(DcepMessage.parse(hex("03 90 0100 00000000 0000 0000"))).isEmpty();
  }

  @Test
  void aReliableChannelHasNoUseForTheParameter() {
    assertThat(DcepMessage.parse(hex("03 00 0000 FFFFFFFF 0000 0000")))
        .isEqualTo(Optional.of(new DataChannelOpen(ChannelSettings.reliable(""), 0)));
  }

  @Test
  void bytesThatAreNotUtf8AreReplaced() {
    assertThat(DcepMessage.parse(hex("03 00 0000 00000000 0001 0000 FF")))
        .isEqualTo(Optional.of(new DataChannelOpen(ChannelSettings.reliable("\uFFFD"), 0)));
  }

  @Test
  void noiseIsSurvived() {
    int read = 0;
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      byte[] noise = new byte[random.nextInt(20)];
      random.nextBytes(noise);
      if (noise.length > 11 && random.nextBoolean()) {
        ByteBuffer.wrap(noise).put(0, (byte) 3).put(1, (byte) 0x82).putInt(8, noise.length - 12);
      }
      read += DcepMessage.parse(ByteBuffer.wrap(noise)).isPresent() ? 1 : 0;
    }
    assertThat(read).isPositive();
  }
}
