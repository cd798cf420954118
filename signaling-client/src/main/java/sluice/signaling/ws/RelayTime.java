package sluice.signaling.ws;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sluice.signaling.Departure;
import sluice.signaling.RelayAccess;
import sluice.signaling.wire.ClientMessage;
import sluice.signaling.wire.Decoded;
import sluice.signaling.wire.RelayMessage;
import sluice.signaling.wire.WireLimits;
import sluice.signaling.wire.WireReader;
import sluice.signaling.wire.WireWriter;

/// Asks a relay for the time: `docs/protocol.md`, section 2.8. For machines whose clock cannot be right.
public final class RelayTime {
  private static final long LIMIT_SECONDS = 10;

  private RelayTime() {}

  /// The relay's Unix time in seconds; nothing where it did not answer within 10 s.
  public static OptionalLong ask(URI relay, RelayAccess access) throws InterruptedException {
    RelaySocket socket = new RelaySocket(relay, access);
    CompletableFuture<OptionalLong> answer = new CompletableFuture<>();
    try {
      socket.start();
      RelayLine line = new RelayLine(new Guest(answer));
      socket.connect(line);
      OptionalLong result = answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      line.close();
      return result;
    } catch (IOException | ExecutionException | TimeoutException unknown) {
      return OptionalLong.empty();
    } finally {
      socket.stop();
    }
  }

  private record Guest(CompletableFuture<OptionalLong> answer) implements RelaySocket.Listener {
    @Override
    public void onOpen(RelayLine line) {
      line.send(WireWriter.text(new ClientMessage.Watch(WireLimits.VERSION, List.of())));
    }

    @Override
    public void onText(RelayLine line, String text) {
      if (WireReader.relayMessage(text)
          instanceof Decoded.Valid<RelayMessage>(RelayMessage.Watching(long unixSeconds))) {
        answer.complete(OptionalLong.of(unixSeconds));
      } else {
        answer.complete(OptionalLong.empty());
      }
    }

    @Override
    public void onDatagram(RelayLine line, ByteBuffer datagram) {}

    @Override
    public void onSign(RelayLine line) {}

    @Override
    public void onClosed(RelayLine line, String detail, Departure how) {
      answer.complete(OptionalLong.empty());
    }
  }
}
