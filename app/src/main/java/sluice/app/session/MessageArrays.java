package sluice.app.session;

import java.util.ArrayDeque;
import java.util.Queue;

/// Arrays for data messages on their way through the queue, used again: at full speed thousands come
/// in a second, each as large as a message may be. For any thread.
final class MessageArrays {
  /// The largest data message (`app/docs/file-transfer.md`).
  static final int ARRAY_BYTES = 65_536;

  /// Arrays kept: as many as fill the queue to where its channel is paused.
  static final int MAX_KEPT = SessionQueue.PAUSE_ABOVE_BYTES / ARRAY_BYTES;

  /// Below this a fresh array of the right size is cheaper.
  private static final int SMALL_BYTES = 4096;

  private final Queue<byte[]> spare = new ArrayDeque<>();

  /// An array of this length or longer.
  byte[] take(int lengthBytes) {
    if (lengthBytes < SMALL_BYTES || lengthBytes > ARRAY_BYTES) {
      return new byte[lengthBytes];
    }
    synchronized (spare) {
      byte[] kept = spare.poll();
      return kept == null ? new byte[ARRAY_BYTES] : kept;
    }
  }

  /// Nobody looks at this array any more.
  void giveBack(byte[] array) {
    if (array.length == ARRAY_BYTES) {
      synchronized (spare) {
        if (spare.size() < MAX_KEPT) {
          spare.add(array);
        }
      }
    }
  }
}
