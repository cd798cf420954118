package sluice.transport.sctp.packet;

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

/// One packet with one DATA chunk: written, and read again in place.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PacketCodecBenchmark {
  @Param({"1100", "15900"})
  int dataBytes;

  @Param({"ZERO_ACCEPTABLE", "CRC32C"})
  ChecksumRule checksum;

  private final PacketWriter writer = new PacketWriter();
  private final PacketReader reader = new PacketReader();
  private final ByteBuffer written = ByteBuffer.allocate(16_384);
  private final ByteBuffer arrived = ByteBuffer.allocate(16_384);
  private byte[] data;

  @Setup
  public void prepare() {
    data = new byte[dataBytes];
    write(arrived);
    arrived.flip();
  }

  private int write(ByteBuffer to) {
    writer.begin(to, 5000, 5000, 1);
    DataChunk.writeHeader(to, DataChunk.BEGINNING, 7, 1, 0, 53, data.length);
    to.put(data);
    DataChunk.pad(to, data.length);
    return writer.finish(checksum);
  }

  @Benchmark
  public int write() {
    return write(written.clear());
  }

  @Benchmark
  public int read() {
    arrived.rewind();
    if (reader.open(arrived, checksum) != null || !reader.next()) {
      throw new IllegalStateException("our own packet does not parse");
    }
    return DataChunk.tsn(reader.buffer(), reader.offset())
        + DataChunk.userDataBytes(reader.buffer(), reader.offset());
  }
}
