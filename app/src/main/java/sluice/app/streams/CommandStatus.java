package sluice.app.streams;

import org.jspecify.annotations.Nullable;

/// How a command ends.
final class CommandStatus {
  private CommandStatus() {}

  /// What is to be said of this exit status, or null for success.
  static @Nullable String sentence(int status) {
    return status == 0 ? null : "The command ended with status " + status + ".";
  }

  /// Kills it and what it has started, if it still runs.
  static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
