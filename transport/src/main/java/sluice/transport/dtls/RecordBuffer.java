package sluice.transport.dtls;

import java.util.ArrayDeque;

/// Copies of records that came too early, up to a limit. What goes beyond is lost, as the network
/// might have lost it.
final class RecordBuffer {

  static final int MAX_RECORDS = 64;
  static final int MAX_BYTES = 65_536;

  private final ArrayDeque<byte[]> records = new ArrayDeque<>();
  private int sizeBytes;

  boolean add(byte[] record) {
    if (records.size() == MAX_RECORDS || record.length > MAX_BYTES - sizeBytes) {
      return false;
    }
    sizeBytes += record.length;
    return records.add(record);
  }

  /// Takes the oldest. Not when empty.
  byte[] poll() {
    byte[] record = records.removeFirst();
    sizeBytes -= record.length;
    return record;
  }

  int size() {
    return records.size();
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  void clear() {
    records.clear();
    sizeBytes = 0;
  }

  int sizeBytes() {
    return sizeBytes;
  }
}
