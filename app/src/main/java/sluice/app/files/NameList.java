package sluice.app.files;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import sluice.app.transfer.FileName;

/// The names in one directory, in the order of a manifest: byte by byte. Packed, since there may be a million.
final class NameList {
  static final NameList NONE = new NameList(new byte[0], new long[0]);

  private static final int MOST_BYTES = 1 << 30;

  private final byte[] bytes;

  /// Where each name begins in order of names, and how long it is, in one number.
  private final long[] names;

  private NameList(byte[] bytes, long[] names) {
    this.bytes = bytes;
    this.names = names;
  }

  /// @throws IOException if they are more in sum than one array holds
  static NameList of(List<FileName> unordered) throws IOException {
    long length = unordered.stream().mapToLong(FileName::length).sum();
    if (length > MOST_BYTES) {
      throw new IOException("the names in it are too long in sum");
    }
    byte[] bytes = new byte[(int) length];
    Long[] order = new Long[unordered.size()];
    int at = 0;
    for (int i = 0; i < order.length; i++) {
      byte[] name = unordered.get(i).bytes();
      System.arraycopy(name, 0, bytes, at, name.length);
      order[i] = (long) at << 32 | name.length;
      at += name.length;
    }
    Arrays.sort(order, (one, other) -> compare(bytes, one, other));
    return new NameList(bytes, Arrays.stream(order).mapToLong(Long::longValue).toArray());
  }

  private static int compare(byte[] bytes, long one, long other) {
    return Arrays.compareUnsigned(bytes, start(one), end(one), bytes, start(other), end(other));
  }

  private static int start(long name) {
    return (int) (name >>> 32);
  }

  private static int end(long name) {
    return start(name) + (int) name;
  }

  int size() {
    return names.length;
  }

  FileName at(int index) {
    long name = names[index];
    return FileName.ofBytes(Arrays.copyOfRange(bytes, start(name), end(name)));
  }
}
