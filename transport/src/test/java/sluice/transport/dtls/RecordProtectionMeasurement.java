package sluice.transport.dtls;

import java.lang.management.ManagementFactory;
import java.util.Random;

/// Prints what one record costs, for the figures in `docs/decisions/record-protection.md`. A program,
/// not a test.
final class RecordProtectionMeasurement {

  private static final int RECORDS = 2048;
  private static final int ROUNDS = 60;
  private static final int[] LENGTHS = {1200, 8192, 16_384};

  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private RecordProtectionMeasurement() {}

  public static void main(String[] arguments) {
    for (int length : LENGTHS) {
      measure(length);
    }
  }

  private static void measure(int length) {
    byte[] block = new byte[SessionKeys.keyBlockBytes(16)];
    new Random(1).nextBytes(block);
    RecordProtection client = new RecordProtection(SessionKeys.cut(block, DtlsRole.CLIENT));
    RecordProtection server = new RecordProtection(SessionKeys.cut(block, DtlsRole.SERVER));
    byte[] plaintext = new byte[length];
    byte[][] records = new byte[RECORDS][length + RecordProtection.OVERHEAD_BYTES];
    byte[] opened = new byte[RecordProtection.MAX_PLAINTEXT_BYTES];
    long sealNanos = Long.MAX_VALUE;
    long openNanos = Long.MAX_VALUE;
    long allocated = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long bytes = THREADS.getCurrentThreadAllocatedBytes();
      long start = System.nanoTime();
      for (byte[] record : records) {
        client.seal(RecordProtection.APPLICATION_DATA, plaintext, 0, length, record, 0);
      }
      long middle = System.nanoTime();
      for (byte[] record : records) {
        if (server.open(record, 0, record.length, opened, 0) != length) {
          throw new IllegalStateException("a record did not open");
        }
      }
      sealNanos = Math.min(sealNanos, middle - start);
      openNanos = Math.min(openNanos, System.nanoTime() - middle);
      allocated = THREADS.getCurrentThreadAllocatedBytes() - bytes;
    }
    System.out.printf(
        "%5d B: seal %d ns, open %d ns, %d B allocated a record%n",
        length, sealNanos / RECORDS, openNanos / RECORDS, allocated / RECORDS);
  }
}
