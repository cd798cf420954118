package sluice.transport;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Datagrams that nobody honest sends.
final class Forgeries {
  private static final byte[] STUN_BINDING_REQUEST = {
    0, 1, 0, 0, 0x21, 0x12, (byte) 0xa4, 0x42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
  };
  private static final byte[] DTLS_DATA = {23, (byte) 0xfe, (byte) 0xfd, 0, 1, 0, 0, 0, 16, 0, 0};

  private static final int MAX_UDP_PAYLOAD_BYTES = 65_507;

  private Forgeries() {}

  /// Random bytes; some have a header that leads them deeper into a parser.
  static byte[] noise(SplittableRandom random) {
    byte[] datagram = new byte[length(random)];
    random.nextBytes(datagram);
    switch (datagram.length == 0 ? 3 : random.nextInt(4)) {
      case 0 -> begin(datagram, STUN_BINDING_REQUEST, 2, 20);
      case 1 -> begin(datagram, DTLS_DATA, 11, 13);
      case 2 -> datagram[0] = (byte) random.nextInt(80);
      default -> {}
    }
    return datagram;
  }

  /// Mostly as long as a datagram of ours; also nothing at all, and the most that UDP carries.
  private static int length(SplittableRandom random) {
    return switch (random.nextInt(50)) {
      case 0 -> 0;
      case 1 -> MAX_UDP_PAYLOAD_BYTES - random.nextInt(50_000);
      default -> 1 + random.nextInt(1_400);
    };
  }

  private static void begin(byte[] datagram, byte[] header, int lengthOffset, int headerBytes) {
    if (datagram.length >= headerBytes) {
      System.arraycopy(header, 0, datagram, 0, header.length);
      datagram[lengthOffset] = (byte) ((datagram.length - headerBytes) >> 8);
      datagram[lengthOffset + 1] = (byte) (datagram.length - headerBytes);
    }
  }

  /// A true datagram, repeated, cut, or with a few bytes changed.
  static byte[] mutated(byte[] original, SplittableRandom random) {
    byte[] datagram = original.clone();
    for (int i = random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(datagram.length);
      switch (random.nextInt(4)) {
        case 0 -> datagram = Arrays.copyOf(datagram, 1 + at);
        case 1 -> datagram[at] = (byte) random.nextInt(256);
        case 2 -> datagram[at % 24] ^= (byte) (1 << random.nextInt(8));
        default -> datagram = Arrays.copyOf(datagram, datagram.length + random.nextInt(50));
      }
    }
    return datagram;
  }
}
