package sluice.transport.dtls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One end of a DTLS association under test. Everything is called by the test's thread.
interface Endpoint extends AutoCloseable {

  void start();

  void receive(byte[] datagram);

  /// The next datagram to the other end.
  byte @Nullable [] poll();

  boolean isEstablished();

  boolean isWritable();

  void send(String data);

  List<String> received();

  @Override
  void close();
}
