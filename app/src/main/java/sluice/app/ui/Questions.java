package sluice.app.ui;

import java.util.List;
import java.util.Optional;

/// A person who can be asked.
public interface Questions {
  /// Asks on a line of its own and waits for the answer. To be called on a thread that may block.
  ///
  /// @param question safe to show
  /// @param completion what the Tab key offers for the text typed so far
  /// @return the answer without surrounding blanks; nothing at the end of the input
  /// @throws InterruptedException if the person pressed Ctrl-C
  Optional<String> ask(String question, Completion completion) throws InterruptedException;

  /// What the Tab key offers.
  @FunctionalInterface
  interface Completion {
    /// Offers nothing.
    Completion NONE = _ -> List.of();

    List<String> offers(String typed);
  }
}
