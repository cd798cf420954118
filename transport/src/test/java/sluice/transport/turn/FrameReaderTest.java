package sluice.transport.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sluice.transport.stun.StunMessage;

/// A stream is cut into the messages that were put in, however it was torn on the way.
class FrameReaderTest {
  private static byte[] channelData(int channel, int length) {
    byte[] framed = new byte[ChannelData.padded(ChannelData.HEADER_BYTES + length)];
    ChannelData.write(framed, 0, channel, length);
    for (int i = 0; i < length; i++) {
      framed[ChannelData.HEADER_BYTES + i] = (byte) (i + length);
    }
    return framed;
  }

  private static List<byte[]> frames(Random random) {
    var frames = new ArrayList<byte[]>();
    for (int i = 0; i < 60; i++) {
      frames.add(
          i % 3 == 0
              ? new StunMessage.Writer(StunMessage.REQUEST, new StunMessage.TransactionId(i, i))
                  .add(0x8022, new byte[random.nextInt(200)])
                  .finish()
              : channelData(0x4000 + i, random.nextInt(i % 7 == 0 ? 65_535 : 1_400)));
    }
    return frames;
  }

  @Test
  void whateverWayItIsTorn() {
    for (int seed = 0; seed < 40; seed++) {
      var random = new Random(seed);
      List<byte[]> frames = frames(random);
      var stream = new ByteArrayOutputStream();
      frames.forEach(stream::writeBytes);
      byte[] bytes = stream.toByteArray();
      var reader = new FrameReader();
      var seen = new ArrayList<byte[]>();
      int at = 0;
      while (at < bytes.length) {
        int size = Math.min(bytes.length - at, seed % 2 == 0 ? 1 + random.nextInt(9_000) : 65_536);
        boolean fine =
            reader.receive(
                bytes,
                at,
                size,
                (buffer, offset, length) ->
                    seen.add(Arrays.copyOfRange(buffer, offset, offset + length)));
        assertThat(fine).isTrue();
        at += size;
      }
      assertThat(seen).hasSize(frames.size());
      for (int i = 0; i < seen.size(); i++) {
        assertThat(seen.get(i)).isEqualTo(frames.get(i));
      }
    }
  }

  @Test
  void oneByteAtATime() {
    byte[] frame = channelData(0x4001, 5);
    var reader = new FrameReader();
    var seen = new ArrayList<Integer>();
    for (byte each : frame) {
      assertThat(seen).isEmpty();
      reader.receive(new byte[] {each}, 0, 1, (buffer, offset, length) -> seen.add(length));
    }
    assertThat(seen).containsExactly(12);
  }

  @Test
  void whatNoTurnServerSendsBreaksTheStream() {
    for (String garbage : List.of("SSH-2.0-OpenSSH_9.2\r\n", "P\0\0\1")) {
      var reader = new FrameReader();
      byte[] bytes = garbage.getBytes(StandardCharsets.ISO_8859_1);
      assertThat(reader.receive(bytes, 0, bytes.length, (b, o, l) -> {})).isFalse();
      byte[] fine = channelData(0x4000, 4);
      assertThat(reader.receive(fine, 0, fine.length, (b, o, l) -> {})).isFalse();
    }
  }

  @Test
  void noStreamMakesItHoldMoreThanTwoMessages() {
    var reader = new FrameReader();
    byte[] start = {0, 1, (byte) 0xFF, (byte) 0xFC};
    reader.receive(start, 0, 4, (b, o, l) -> {});
    byte[] more = new byte[1_000];
    var seen = new ArrayList<Integer>();
    for (int i = 0; i < 66; i++) {
      reader.receive(more, 0, more.length, (b, o, l) -> seen.add(l));
    }
    assertThat(seen.getFirst()).isEqualTo(20 + 0xFFFC);
    assertThat(seen.getFirst()).isLessThanOrEqualTo(FrameReader.MAX_FRAME_BYTES);
  }
}
