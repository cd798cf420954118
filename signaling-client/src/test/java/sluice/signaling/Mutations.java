package sluice.signaling;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Bytes that nobody should send: noise, and good ones with a few things wrong.
public final class Mutations {
  private final Random random;
  private final List<byte[]> good;

  public Mutations(long seed, List<byte[]> good) {
    this.random = new Random(seed);
    this.good = good;
  }

  public byte[] next() {
    if (random.nextInt(4) == 0) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      return noise;
    }
    byte[] bytes = good.get(random.nextInt(good.size())).clone();
    for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
      bytes = mutated(bytes);
    }
    return bytes;
  }

  private byte[] mutated(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    return switch (random.nextInt(5)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> Arrays.copyOf(bytes, bytes.length + random.nextInt(40));
      case 2 -> {
        byte[] doubled = Arrays.copyOf(bytes, bytes.length + bytes.length - at);
        System.arraycopy(bytes, at, doubled, bytes.length, bytes.length - at);
        yield doubled;
      }
      case 3 -> {
        bytes[at] = (byte) random.nextInt();
        yield bytes;
      }
      default -> {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        yield bytes;
      }
    };
  }
}
