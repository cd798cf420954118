package sluice.app.ui;

/// Shows events, in one of several forms. Called from one thread.
public interface View extends AutoCloseable {
  /// @throws OutputClosedException if the reader of what is shown has gone
  void show(UiEvent event) throws OutputClosedException;

  /// Leaves the terminal as it was found.
  @Override
  void close();

  /// The reader of standard output has closed it.
  final class OutputClosedException extends Exception {
    @java.io.Serial private static final long serialVersionUID = 1L;

    public OutputClosedException() {
      super("standard output was closed by its reader");
    }
  }
}
