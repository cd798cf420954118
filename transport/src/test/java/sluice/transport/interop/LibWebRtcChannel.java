package sluice.transport.interop;

import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelBuffer;
import dev.onvoid.webrtc.RTCDataChannelObserver;
import dev.onvoid.webrtc.RTCDataChannelState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A data channel of libwebrtc.
final class LibWebRtcChannel {
  /// libwebrtc closes a channel whose send buffer grows over 16 MiB.
  private static final int MAX_BUFFERED_BYTES = 4 << 20;

  final RTCDataChannel channel;
  final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
  private final Semaphore drained = new Semaphore(0);
  private final Semaphore changed = new Semaphore(0);
  private volatile Consumer<ByteBuffer> sink;

  LibWebRtcChannel(RTCDataChannel channel) {
    this.channel = channel;
    channel.registerObserver(
        new RTCDataChannelObserver() {
          @Override
          public void onBufferedAmountChange(long previous) {
            drained.release();
          }

          @Override
          public void onStateChange() {
            changed.release();
          }

          @Override
          public void onMessage(RTCDataChannelBuffer buffer) {
            receive(buffer);
          }
        });
  }

  private void receive(RTCDataChannelBuffer buffer) {
    Consumer<ByteBuffer> to = sink;
    if (to != null) {
      to.accept(buffer.data);
      return;
    }
    var copy = new byte[buffer.data.remaining()];
    buffer.data.get(copy);
    heard.add(buffer.binary ? copy : "text " + new String(copy, StandardCharsets.UTF_8));
  }

  /// Gives all messages from now on to this, on libwebrtc's thread.
  void pour(Consumer<ByteBuffer> into) {
    sink = into;
  }

  void send(byte[] message, boolean binary) throws Exception {
    while (channel.getBufferedAmount() > MAX_BUFFERED_BYTES) {
      drained.tryAcquire(1, TimeUnit.SECONDS);
    }
    channel.send(new RTCDataChannelBuffer(ByteBuffer.wrap(message), binary));
  }

  Object next() throws InterruptedException {
    Object next = heard.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("libwebrtc's channel heard nothing");
    }
    return next;
  }

  void await(RTCDataChannelState state) throws InterruptedException {
    while (channel.getState() != state) {
      if (!changed.tryAcquire(20, TimeUnit.SECONDS)) {
        throw new AssertionError("libwebrtc's channel stays " + channel.getState());
      }
    }
  }
}
