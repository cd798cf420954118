package sluice.transport.sctp.send;

import java.nio.ByteBuffer;

/// Hears of what the sending half lets go.
public interface ReleaseSink {
  /// A message handed over is no longer needed.
  void released(int streamId, ByteBuffer message);

  /// The bytes buffered on a stream fell to its threshold or below.
  void bufferedLow(int streamId);
}
