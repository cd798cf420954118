package sluice.transport.dtls;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// One record sealed, and one sealed and opened again.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RecordBenchmark {
  @Param({"1115", "16000"})
  int plaintextBytes;

  private final byte[] plaintext = new byte[RecordProtection.MAX_PLAINTEXT_BYTES];
  private final byte[] opened = new byte[RecordProtection.MAX_PLAINTEXT_BYTES];
  private final byte[] record =
      new byte[RecordProtection.MAX_PLAINTEXT_BYTES + RecordProtection.OVERHEAD_BYTES];
  private RecordProtection client;
  private RecordProtection server;

  /// Before each iteration: a key has a budget.
  @Setup(org.openjdk.jmh.annotations.Level.Iteration)
  public void keys() {
    byte[] block = new byte[SessionKeys.keyBlockBytes(16)];
    new Random(1).nextBytes(block);
    client = new RecordProtection(SessionKeys.cut(block, DtlsRole.CLIENT));
    server = new RecordProtection(SessionKeys.cut(block, DtlsRole.SERVER));
  }

  @Benchmark
  public int seal() {
    int length =
        client.seal(RecordProtection.APPLICATION_DATA, plaintext, 0, plaintextBytes, record, 0);
    if (length == 0) {
      throw new IllegalStateException("the key is spent");
    }
    return length;
  }

  @Benchmark
  public int sealAndOpen() {
    return server.open(record, 0, seal(), opened, 0);
  }
}
