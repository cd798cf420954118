package sluice.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Hears a rendezvous and waits for what a test expects of it.
final class Witness implements RendezvousListener {
  private static final long LIMIT_SECONDS = 30;

  final List<RendezvousEvent> heard = new ArrayList<>();
  private final BlockingQueue<RendezvousEvent> events = new LinkedBlockingQueue<>();

  @Override
  public void onEvent(RendezvousEvent event) {
    events.add(event);
  }

  /// Takes events up to the first of this type.
  <T extends RendezvousEvent> T await(Class<T> type) throws InterruptedException {
    return await(type, LIMIT_SECONDS);
  }

  /// The same, waiting a minute for each event.
  <T extends RendezvousEvent> T awaitPatiently(Class<T> type) throws InterruptedException {
    return await(type, 60);
  }

  private <T extends RendezvousEvent> T await(Class<T> type, long limitSeconds)
      throws InterruptedException {
    while (true) {
      RendezvousEvent event = events.poll(limitSeconds, TimeUnit.SECONDS);
      assertThat(event).as("%s, after %s", type.getSimpleName(), heard).isNotNull();
      heard.add(event);
      if (type.isInstance(event)) {
        return type.cast(event);
      }
      assertThat(event)
          .as("while waiting for %s", type)
          .isNotInstanceOf(RendezvousEvent.Failed.class);
    }
  }

  String message() throws InterruptedException {
    return StandardCharsets.UTF_8
        .decode(await(RendezvousEvent.MessageReceived.class).message())
        .toString();
  }

  SignalingFailure failure() throws InterruptedException {
    return await(RendezvousEvent.Failed.class).failure();
  }
}
