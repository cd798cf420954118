package sluice.app.streams;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The standard input of a command. An aborted stream kills it before it can take the end for a good
/// one.
public final class CommandOutput implements StreamOutput {
  private final Process process;
  private final OutputStream in;

  private CommandOutput(Process process) {
    this.process = process;
    this.in = process.getOutputStream();
  }

  /// Starts the command. What it writes and complains goes where ours goes.
  ///
  /// @param command the program and its arguments; no shell looks at them
  /// @throws IOException if it cannot be started
  public static CommandOutput start(List<String> command) throws IOException {
    return new CommandOutput(
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  @Override
  public String name() {
    return "the command";
  }

  @Override
  public void write(byte[] bytes, int at, int length) throws IOException {
    try {
      in.write(bytes, at, length);
      in.flush();
    } catch (IOException refused) {
      throw new ReaderClosedException(refused);
    }
  }

  @Override
  public @Nullable String finish() throws IOException, InterruptedException {
    try {
      in.close();
    } catch (IOException closedAlready) {
      // It has read all that it wants; its status tells whether that is well.
    }
    return CommandStatus.sentence(process.waitFor());
  }

  @Override
  public void abort() {
    CommandStatus.end(process);
  }
}
