package sluice.transport.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import sluice.transport.ForwardedPath;

/// What a relay may ask of the loop's thread and of our memory.
class ForwardedWireTest {
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final Lent path = new Lent();
  private final AtomicInteger delivered = new AtomicInteger();

  private static final class Lent implements ForwardedPath {
    private Consumer<ByteBuffer> receiver = datagram -> {};

    @Override
    public int maxDatagramBytes() {
      return 1_200;
    }

    @Override
    public boolean send(ByteBuffer datagram) {
      return true;
    }

    @Override
    public void listen(Consumer<ByteBuffer> listener) {
      receiver = listener;
    }

    void brings(int bytes) {
      receiver.accept(ByteBuffer.allocate(bytes));
    }
  }

  private void wire(RelayReceiver receiver) {
    var unused = new ForwardedWire(path, ForwardedWire.Side.OFFERER, tasks::add, receiver);
    assertThat(unused.local().getPort()).isPositive();
  }

  @Test
  void oneTurnTakesWhatLayThereOnly() {
    wire(
        (wire, buffer, offset, length, from) -> {
          delivered.incrementAndGet();
          path.brings(10); // As a relay that is faster than we are.
        });
    path.brings(10);
    path.brings(10);
    tasks.remove().run();
    assertThat(delivered).hasValue(2);
    tasks.remove().run();
    assertThat(delivered).hasValue(4);
    assertThat(tasks).hasSize(1);
  }

  @Test
  void tinyDatagramsHaveALimitToo() {
    wire((wire, buffer, offset, length, from) -> delivered.incrementAndGet());
    for (int i = 0; i < 100_000; i++) {
      path.brings(1);
      path.brings(0);
    }
    tasks.remove().run();
    assertThat(delivered.get())
        .isBetween(1_000, ForwardedWire.MAX_WAITING_BYTES / ForwardedWire.DATAGRAM_OVERHEAD_BYTES);
  }
}
