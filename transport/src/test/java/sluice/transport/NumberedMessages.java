package sluice.transport;

import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Takes text messages that are numbers.
final class NumberedMessages implements ChannelListener {
  private final BlockingQueue<Integer> numbers = new LinkedBlockingQueue<>();

  @Override
  public void onBinary(DataChannel channel, ByteBuffer message) {
    throw new AssertionError("binary");
  }

  @Override
  public void onText(DataChannel channel, String message) {
    numbers.add(Integer.valueOf(message));
  }

  /// The next one, within 25 seconds.
  int next() throws InterruptedException {
    Integer number = numbers.poll(25, TimeUnit.SECONDS);
    if (number == null) {
      throw new AssertionError("nothing more arrived");
    }
    return number;
  }
}
