package sluice.app.demo;

import java.io.Serial;

/// The demonstration did not show what it should. The message is a sentence without its full stop.
final class DemoException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  DemoException(String sentence) {
    super(sentence);
  }
}
