package sluice.transport.sctp.receive;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import sluice.transport.sctp.packet.DataChunk;

/// A message of 64 KiB put together from its fragments, in order and with each two of them swapped.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReassemblyBenchmark {
  private static final int MESSAGE_BYTES = 65_536;
  private static final int TSN_OFFSET = 4;
  private static final int SSN_OFFSET = 10;

  @Param({"1024", "8192"})
  int fragmentBytes;

  private DataReceiver receiver;
  private ByteBuffer[] fragments;
  private int tsn = 1;
  private int ssn;
  private long delivered;

  @Setup
  public void prepare() {
    receiver =
        new DataReceiver(
            tsn, 16, 8 << 20, 256 << 10, 1, (stream, protocol, unordered, payload) -> delivered++);
    fragments = new ByteBuffer[MESSAGE_BYTES / fragmentBytes];
    for (int i = 0; i < fragments.length; i++) {
      int flags = i == 0 ? DataChunk.BEGINNING : i == fragments.length - 1 ? DataChunk.ENDING : 0;
      fragments[i] = ByteBuffer.allocate(DataChunk.HEADER_BYTES + fragmentBytes);
      DataChunk.writeHeader(fragments[i], flags, 0, 1, 0, 53, fragmentBytes);
      fragments[i].clear();
    }
  }

  private void take(int index) {
    fragments[index].putInt(TSN_OFFSET, tsn + index).putShort(SSN_OFFSET, (short) ssn);
    if (receiver.onData(fragments[index], 0) != DataReceiver.Outcome.TAKEN) {
      throw new IllegalStateException("a fragment was not taken");
    }
  }

  private long next() {
    tsn += fragments.length;
    ssn++;
    return delivered;
  }

  @Benchmark
  public long inOrder() {
    for (int i = 0; i < fragments.length; i++) {
      take(i);
    }
    return next();
  }

  @Benchmark
  public long swapped() {
    for (int i = 0; i < fragments.length; i += 2) {
      take(i + 1);
      take(i);
    }
    return next();
  }
}
