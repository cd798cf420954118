package sluice.app.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The file `config` in `SLUICE_HOME`: lines of `key = value`, `#` begins a comment. An unknown key is
/// an error, since a misspelt one would be ignored in silence.
///
/// @param relay the value of `relay`
/// @param iceServers the values of `ice-server`, which may be repeated
record ConfigFile(Optional<String> relay, List<String> iceServers) {
  static final String NAME = "config";
  private static final long MAX_BYTES = 1 << 16;

  static ConfigFile read(Path home) throws UsageException {
    Path file = home.resolve(NAME);
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new UsageException(file + " is too large for a config file");
      }
      return parse(file, Files.readAllLines(file, StandardCharsets.UTF_8));
    } catch (NoSuchFileException absent) {
      return new ConfigFile(Optional.empty(), List.of());
    } catch (IOException unreadable) {
      throw new UsageException(file + " cannot be read: " + unreadable.getMessage());
    }
  }

  private static ConfigFile parse(Path file, List<String> lines) throws UsageException {
    Optional<String> relay = Optional.empty();
    List<String> iceServers = new ArrayList<>();
    for (int number = 1; number <= lines.size(); number++) {
      String line = lines.get(number - 1).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int equals = line.indexOf('=');
      String key = equals < 0 ? line : line.substring(0, equals).strip();
      String value = equals < 0 ? "" : line.substring(equals + 1).strip();
      if (value.isEmpty()) {
        throw new UsageException(file + ", line " + number + ": expected `key = value`");
      }
      switch (key) {
        case "relay" -> relay = Optional.of(value);
        case "ice-server" -> iceServers.add(value);
        default ->
            throw new UsageException(
                file
                    + ", line "
                    + number
                    + ": unknown key '"
                    + key
                    + "' (known: relay, ice-server)");
      }
    }
    return new ConfigFile(relay, iceServers);
  }
}
