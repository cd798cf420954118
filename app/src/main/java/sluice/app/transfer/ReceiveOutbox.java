package sluice.app.transfer;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// What the receiver's engine wants done next, in order.
final class ReceiveOutbox {
  private final ArrayDeque<ReceiveCommand> commands = new ArrayDeque<>();

  @Nullable ReceiveCommand poll() {
    return commands.poll();
  }

  void add(ReceiveCommand command) {
    commands.add(command);
  }

  void say(ControlMessage message) {
    commands.add(new ReceiveCommand.SendControl(ControlWriter.write(message)));
  }

  void tell(TransferEvent event) {
    commands.add(new ReceiveCommand.Tell(event));
  }

  void disk(DestinationCommand command) {
    commands.add(new ReceiveCommand.Disk(command));
  }
}
