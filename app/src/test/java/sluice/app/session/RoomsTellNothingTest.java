package sluice.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.ExitCode;
import sluice.app.peers.Grants;
import sluice.app.relay.MeddlingRelay;
import sluice.signaling.wire.Decoded;
import sluice.signaling.wire.RelayMessage;
import sluice.signaling.wire.WireReader;

/// What a relay could note down of paired peers: rooms, each of them once.
final class RoomsTellNothingTest {
  private static final int SESSIONS = 4;

  @TempDir Path directory;
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());

  @Test
  void everySessionHasARoomOfItsOwnAndNoNameIsInAny() throws Exception {
    MeddlingRelay.Meddling noting =
        (connection, text) -> {
          told.add(text);
          return List.of(new MeddlingRelay.Delivery(connection, text));
        };
    try (MeddlingRelay relay = new MeddlingRelay(noting)) {
      PairedMachines machines = new PairedMachines(directory, relay.uri(), 9);
      machines.grant(Grants.Access.ADD, machines.granted);
      try (PeerService service = machines.listen()) {
        for (int i = 0; i < SESSIONS; i++) {
          Path file = Files.writeString(directory.resolve("f" + i), "contents " + i);
          assertThat(machines.send("", file).exit()).isEqualTo(ExitCode.DONE);
        }
        assertThat(service.status().begun()).isGreaterThanOrEqualTo(SESSIONS);
      }
    }
    Map<String, Long> seats =
        told.stream()
            .map(WireReader::relayMessage)
            .filter(Decoded.Valid.class::isInstance)
            .map(valid -> ((Decoded.Valid<RelayMessage>) valid).message())
            .filter(RelayMessage.SeatedInRoom.class::isInstance)
            .map(seated -> ((RelayMessage.SeatedInRoom) seated).room().base64url())
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    // Two seats for each session's own room; the lobby, or two where the hour turned, has more.
    assertThat(seats.values().stream().filter(count -> count == 2))
        .hasSizeGreaterThanOrEqualTo(SESSIONS);
    assertThat(seats).hasSizeBetween(SESSIONS + 1, SESSIONS + 2);
    assertThat(told).noneMatch(text -> text.contains("laptop"));
  }
}
