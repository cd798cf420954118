package sluice.app.ui;

import java.util.Optional;

/// Shows events, in one of several forms. Called from one thread.
public interface View extends AutoCloseable {
  /// @throws OutputClosedException if the reader of what is shown has gone
  void show(UiEvent event) throws OutputClosedException;

  /// Whether programs read it: then nothing is too much.
  default boolean isForScripts() {
    return false;
  }

  /// Leaves the terminal as it was found.
  @Override
  void close();

  /// Standard output takes no more.
  final class OutputClosedException extends Exception {
    @java.io.Serial private static final long serialVersionUID = 1L;

    private final transient Optional<String> obstacle;

    /// Its reader has closed it.
    public OutputClosedException() {
      this(Optional.empty());
    }

    /// @param obstacle what the system says; nothing where the reader has closed it
    public OutputClosedException(Optional<String> obstacle) {
      super("standard output takes no more");
      this.obstacle = obstacle;
    }

    /// What the system says; nothing where the reader has closed it.
    public Optional<String> obstacle() {
      return obstacle;
    }
  }
}
