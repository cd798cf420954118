package sluice.transport.sctp.receive;

import java.nio.ByteBuffer;

/// Takes whole messages from the reassembly; the payload is valid during the call only.
public interface MessageSink {
  void deliver(int streamId, int payloadProtocolId, boolean unordered, ByteBuffer payload);
}
