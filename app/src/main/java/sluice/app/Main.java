package sluice.app;

/// Entry point of the program.
public final class Main {
  private Main() {}

  /// Runs the program.
  ///
  /// @param args the command line, without the program's name
  public static void main(String[] args) {
    System.err.println("sluice: no command is built yet");
    System.exit(2);
  }
}
