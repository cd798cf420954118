package sluice.transport;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/// Gathers messages into one array.
public final class Collector implements ChannelListener {
  public final CompletableFuture<byte[]> done = new CompletableFuture<>();
  private final ByteBuffer all;

  public Collector(int size) {
    all = ByteBuffer.allocate(size);
  }

  @Override
  public void onBinary(DataChannel channel, ByteBuffer message) {
    all.put(message);
    if (!all.hasRemaining()) {
      done.complete(all.array());
    }
  }

  @Override
  public void onText(DataChannel channel, String message) {
    done.completeExceptionally(new AssertionError("text"));
  }

  @Override
  public void onClosed(DataChannel channel) {
    done.completeExceptionally(new AssertionError("closed after " + all.position()));
  }
}
