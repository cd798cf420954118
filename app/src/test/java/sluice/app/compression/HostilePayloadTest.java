package sluice.app.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Payloads that lie, explode, ask for memory or are damaged: each is refused, none unpacks to more
/// than it may.
final class HostilePayloadTest {
  private final Unpacker unpacker = new Unpacker();

  @AfterEach
  void close() {
    unpacker.close();
  }

  private static byte[] payload(int declared, byte[] frame) {
    return ByteBuffer.allocate(4 + frame.length).putInt(declared).put(frame).array();
  }

  private void assertRefused(byte[] payload) {
    assertThatThrownBy(() -> unpacker.unpack(payload, 0, payload.length))
        .isInstanceOf(Unpacker.RefusedException.class);
  }

  @Test
  void aBombIsRefusedByItsDeclaration() {
    assertRefused(payload(1 << 30, Zstd.compress(new byte[1 << 24])));
    assertRefused(payload(Packer.MAX_UNPACKED_BYTES + 1, Zstd.compress(new byte[262_145])));
    assertRefused(payload(-1, Zstd.compress(new byte[10])));
    assertRefused(payload(0, Zstd.compress(new byte[0])));
  }

  @Test
  void aFrameThatHoldsMoreOrLessThanDeclared() {
    byte[] frame = Zstd.compress(new byte[1 << 20]);
    assertRefused(payload(1000, frame));
    assertRefused(payload(262_144, frame));
    assertRefused(payload(1001, Zstd.compress(new byte[1000])));
  }

  @Test
  void aFrameWhoseHeaderLiesAboutItsContent() {
    byte[] frame = Zstd.compress(new byte[100_000]);
    // A single segment with 4 bytes of content size: 100,000 becomes 1,000.
    assertThat(frame[4] & 0xe0).isEqualTo(0xa0);
    ByteBuffer.wrap(frame, 5, 4).order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(1_000);
    assertRefused(payload(1_000, frame));
  }

  @Test
  void aFrameThatDoesNotDeclareItsLength() {
    try (ZstdCompressCtx context = new ZstdCompressCtx()) {
      context.setContentSize(false);
      assertRefused(payload(1_000, context.compress(new byte[1_000])));
    }
  }

  /// RFC 8878, 3.1.1.1: magic, a descriptor without "single segment" but with 4 bytes of content size,
  /// a window of 128 MiB, the content size, and a last raw block.
  @Test
  void aFrameThatAsksForAWindow() {
    byte[] content = new byte[1_000];
    ByteBuffer frame = ByteBuffer.allocate(4 + 1 + 1 + 4 + 3 + content.length);
    frame.putInt(0x28b52ffd).put((byte) 0x80).put((byte) (17 << 3));
    frame.order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(content.length);
    int block = (content.length << 3) | 1;
    frame.put((byte) block).put((byte) (block >> 8)).put((byte) (block >> 16)).put(content);
    byte[] large = payload(content.length, frame.array());
    assertThatThrownBy(() -> unpacker.unpack(large, 0, large.length))
        .hasMessageContaining("window");
    frame.put(5, (byte) 0);
    byte[] small = payload(content.length, frame.array());
    assertThat(assertUnpacks(small)).isEqualTo(content.length);
  }

  private int assertUnpacks(byte[] payload) {
    try {
      return unpacker.unpack(payload, 0, payload.length);
    } catch (Unpacker.RefusedException refused) {
      throw new AssertionError(refused);
    }
  }

  @Test
  void twoFramesOrSomethingBehindOne() throws Exception {
    byte[] half = Zstd.compress(new byte[500]);
    ByteArrayOutputStream two = new ByteArrayOutputStream();
    two.write(half);
    two.write(half);
    assertRefused(payload(1_000, two.toByteArray()));
    ByteArrayOutputStream skippable = new ByteArrayOutputStream();
    skippable.write(Zstd.compress(new byte[1_000]));
    skippable.write(new byte[] {0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4});
    assertRefused(payload(1_000, skippable.toByteArray()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 5, 8, 9, 12})
  void whatIsCutShort(int length) {
    byte[] whole = payload(1_000, Zstd.compress(new byte[1_000]));
    assertRefused(Arrays.copyOf(whole, Math.min(length, whole.length - 1)));
  }

  @Test
  void damageNeverBringsMoreThanDeclared() {
    byte[] text = new byte[50_000];
    Random random = new Random(7);
    for (int at = 0; at < text.length; at++) {
      text[at] = (byte) ('a' + random.nextInt(4));
    }
    byte[] whole = payload(text.length, Zstd.compress(text));
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] damaged = whole.clone();
      int flips = 1 + random.nextInt(3);
      for (int flip = 0; flip < flips; flip++) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        assertThat(unpacker.unpack(damaged, 0, damaged.length))
            .isLessThanOrEqualTo(Packer.MAX_UNPACKED_BYTES);
      } catch (Unpacker.RefusedException expected) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }
}
