package sluice.app.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import sluice.signaling.Code;

/// Codes as they are typed or stored.
final class Codes {
  private static final long MAX_FILE_BYTES = 4096;

  private Codes() {}

  static Code parse(String typed) throws UsageException {
    return switch (Code.read(typed)) {
      case Code.Reading.Valid(Code code) -> code;
      case Code.Reading.Invalid(var problem) ->
          throw new UsageException(withoutFullStop(problem.sentence()));
    };
  }

  /// The code in the first line of a file.
  static Code fromFile(Path file) throws UsageException {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new UsageException(file + " is too large to be a code");
      }
      return parse(Files.readString(file, StandardCharsets.UTF_8).strip());
    } catch (IOException unreadable) {
      throw new UsageException("the code file " + file + " cannot be read: " + unreadable);
    }
  }

  private static String withoutFullStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}
