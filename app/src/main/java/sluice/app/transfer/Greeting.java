package sluice.app.transfer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What both ends do alike: the first message, and the judgement on the other side's.
final class Greeting {
  private static final int VERSION = 1;

  private Greeting() {}

  static ControlMessage.Hello hello(ControlMessage.Role role) {
    return new ControlMessage.Hello(
        role, List.of(VERSION), Features.ours(), Limits.ENTRIES, Limits.MESSAGE_BYTES);
  }

  /// What to answer to a hello that cannot be worked with, or null.
  static ControlMessage.@Nullable Failed objection(
      ControlMessage.Role ours, ControlMessage.Hello theirs) {
    if (theirs.role() == ours) {
      return new ControlMessage.Failed(ErrorCode.ROLES, -1, "both sides are " + plural(ours));
    }
    if (!theirs.versions().contains(VERSION)) {
      return new ControlMessage.Failed(
          ErrorCode.VERSION, -1, "no common version of the transfer protocol: update sluice");
    }
    return null;
  }

  private static String plural(ControlMessage.Role role) {
    return switch (role) {
      case SENDER -> "senders";
      case RECEIVER -> "receivers";
    };
  }

  /// @param state of this end, for whoever has to find out why
  static MalformedMessageException outOfPlace(ControlMessage message, Enum<?> state) {
    return new MalformedMessageException(
        "\"" + ControlWriter.type(message) + "\" is out of place while " + state.name());
  }

  static MalformedMessageException misplaced() {
    return new MalformedMessageException("a message on a channel where none belongs");
  }
}
