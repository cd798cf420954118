package sluice.app.transfer;

import java.nio.ByteBuffer;

/// What a {@link SendEngine} wants done.
public sealed interface SendCommand {
  /// Send this text on `control`.
  record SendControl(String text) implements SendCommand {}

  /// Send this message on `data`. Its bytes are valid until the next `poll`.
  record SendData(ByteBuffer message) implements SendCommand {}

  /// Have this done on the disk's thread and post the result to {@link SendEngine#onDisk}.
  record Disk(SourceCommand command) implements SendCommand {}

  /// Show this.
  record Tell(TransferEvent event) implements SendCommand {}

  /// All is over; nothing follows. What was sent before should still be delivered.
  record Ended(TransferEnd end) implements SendCommand {}
}
