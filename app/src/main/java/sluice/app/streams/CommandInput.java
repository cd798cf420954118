package sluice.app.streams;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a command writes to its standard output. Its messages go where ours go, and it has nothing to
/// read.
public final class CommandInput implements StreamInput {
  private final Process process;
  private final InputStream out;

  private CommandInput(Process process) {
    this.process = process;
    this.out = process.getInputStream();
  }

  /// Starts the command.
  ///
  /// @param command the program and its arguments; no shell looks at them
  /// @throws IOException if it cannot be started
  public static CommandInput start(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    return new CommandInput(process);
  }

  @Override
  public int read(byte[] bytes, int at, int length) throws IOException {
    return out.read(bytes, at, length);
  }

  @Override
  public boolean isReady() throws IOException {
    return out.available() > 0;
  }

  @Override
  public @Nullable String verdict() throws InterruptedException {
    return CommandStatus.sentence(process.waitFor());
  }

  @Override
  public void close() {
    CommandStatus.end(process);
  }
}
