package sluice.transport.dtls;

import java.nio.ByteBuffer;

/// Takes the plaintext of one authenticated record. The buffer lies in a heap array that the next
/// record overwrites: valid during the call only.
@FunctionalInterface
public interface ApplicationData {
  void receive(ByteBuffer plaintext);
}
