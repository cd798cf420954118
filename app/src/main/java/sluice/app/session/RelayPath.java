package sluice.app.session;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import sluice.signaling.Rendezvous;
import sluice.transport.ForwardedPath;

/// The relay's forwarding, lent to the transport: the one way left where UDP is blocked and there is no
/// TURN server.
record RelayPath(Rendezvous rendezvous) implements ForwardedPath {
  @Override
  public int maxDatagramBytes() {
    return Rendezvous.MAX_DATAGRAM_BYTES;
  }

  @Override
  public boolean send(ByteBuffer datagram) {
    return rendezvous.forward(datagram);
  }

  @Override
  public void listen(Consumer<ByteBuffer> receiver) {
    rendezvous.onForwarded(receiver);
  }
}
