package sluice.app.session;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import sluice.app.ui.Ending;
import sluice.signaling.Code;

/// Takes the code of a sender when it is there.
@FunctionalInterface
interface CodeSink {
  /// For a receiver, who brings the code.
  CodeSink NONE = (_, _) -> null;

  /// @param relay where they meet
  /// @return why the session cannot go on, or null
  @Nullable Ending take(Code code, @Nullable URI relay);
}
