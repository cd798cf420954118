package sluice.app.compression;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is packed unpacks to the same.
final class PackingTest {
  private static byte[] text(int length) {
    byte[] bytes = new byte[length];
    byte[] line = "INSERT INTO t VALUES (4711, 'pelican', 42);\n".getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < length; at++) {
      bytes[at] = line[at % line.length];
    }
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 65_516, Packer.MAX_UNPACKED_BYTES})
  void textComesBackAsItWas(int length) throws Exception {
    byte[] bytes = new byte[length + 20];
    byte[] text = text(length);
    System.arraycopy(text, 0, bytes, 20, length);
    try (Packer packer = new Packer();
        Unpacker unpacker = new Unpacker()) {
      int packed = packer.pack(bytes, 20, length);
      assertThat(packed).isBetween(1, length / 4);
      assertThat(unpacker.unpack(bytes, 20, packed)).isEqualTo(length);
      assertThat(Arrays.copyOf(unpacker.array(), length)).isEqualTo(text);
    }
  }

  @Test
  void whatDoesNotShrinkStaysAsItIs() {
    byte[] noise = new byte[65_516];
    new Random(1).nextBytes(noise);
    byte[] before = noise.clone();
    try (Packer packer = new Packer()) {
      assertThat(packer.pack(noise, 0, noise.length)).isZero();
      assertThat(packer.pack(new byte[4], 0, 4)).isZero();
    }
    assertThat(noise).isEqualTo(before);
  }
}
