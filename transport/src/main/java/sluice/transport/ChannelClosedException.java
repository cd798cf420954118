package sluice.transport;

import java.io.IOException;
import java.io.Serial;

/// The channel was closed by either end, or its connection is gone.
public final class ChannelClosedException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  public ChannelClosedException(String label) {
    super("channel " + label + " is closed");
  }
}
