package sluice.app.compression;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;

/// Packs payloads: each becomes its length (4 bytes, big-endian) and one zstd frame, by itself, so that
/// any of them can be unpacked without the others. For one thread.
public final class Packer implements AutoCloseable {
  /// Bytes before the frame.
  static final int LENGTH_BYTES = Integer.BYTES;

  /// The longest payload, unpacked.
  public static final int MAX_UNPACKED_BYTES = 262_144;

  /// 370 MB/s of text on one core, shrunk to a quarter; the faster levels gain little here.
  private static final int LEVEL = 3;

  /// What does not save a twentieth is not worth unpacking.
  private static final int WORTH_SHARE = 20;

  private final ZstdCompressCtx context = new ZstdCompressCtx();
  private byte[] packed = new byte[0];

  public Packer() {
    context.setLevel(LEVEL);
  }

  /// Packs a part of an array, if it shrinks, and puts the packed form into its place.
  ///
  /// @return the packed length, or 0 if the part stays as it is
  public int pack(byte[] bytes, int at, int length) {
    if (length > MAX_UNPACKED_BYTES) {
      throw new IllegalArgumentException(length + " bytes in one piece");
    }
    int most = length - length / WORTH_SHARE - LENGTH_BYTES;
    if (most <= 0) {
      return 0;
    }
    int bound = (int) Zstd.compressBound(length);
    if (packed.length < bound) {
      packed = new byte[bound];
    }
    int frame;
    try {
      frame = context.compressByteArray(packed, 0, bound, bytes, at, length);
    } catch (ZstdException refused) {
      throw new IllegalStateException("zstd cannot pack " + length + " bytes", refused);
    }
    if (frame > most) {
      return 0;
    }
    bytes[at] = (byte) (length >>> 24);
    bytes[at + 1] = (byte) (length >>> 16);
    bytes[at + 2] = (byte) (length >>> 8);
    bytes[at + 3] = (byte) length;
    System.arraycopy(packed, 0, bytes, at + LENGTH_BYTES, frame);
    return LENGTH_BYTES + frame;
  }

  @Override
  public void close() {
    context.close();
  }
}
