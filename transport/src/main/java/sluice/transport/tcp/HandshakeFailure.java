package sluice.transport.tcp;

import java.io.IOException;
import java.io.Serial;

/// A connection that did not come about, on its way up to {@link TcpLink}.
final class HandshakeFailure extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final TcpFailure.Stage stage;

  HandshakeFailure(TcpFailure.Stage stage, String detail) {
    super(detail);
    this.stage = stage;
  }

  TcpFailure failure() {
    return new TcpFailure(stage, String.valueOf(getMessage()));
  }
}
