package sluice.transport;

import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Keeps what a channel heard.
public final class Ear implements ChannelListener {
  public final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();

  public final AtomicInteger lows = new AtomicInteger();

  @Override
  public void onOpen(DataChannel channel) {
    heard.add("open");
  }

  @Override
  public void onBinary(DataChannel channel, ByteBuffer message) {
    var copy = new byte[message.remaining()];
    message.get(copy);
    heard.add(copy);
  }

  @Override
  public void onText(DataChannel channel, String message) {
    heard.add("text " + message);
  }

  @Override
  public void onBufferedLow(DataChannel channel) {
    lows.incrementAndGet();
  }

  @Override
  public void onClosed(DataChannel channel) {
    heard.add("closed");
  }

  public Object next() throws InterruptedException {
    Object next = heard.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("the channel heard nothing");
    }
    return next;
  }
}
