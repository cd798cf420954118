package sluice.app.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Pieces that cannot be, said by a receiver, and bytes to be kept that were never named, said by a sender: 12.
class HostilePiecesTest {
  private static final int SIZE = 300_000;
  private static final String SUM = Base64.getEncoder().encodeToString(new byte[32]);

  private static String have(int id, String of, int average, String pieces, boolean last) {
    return "{\"type\":\"have\",\"id\":"
        + id
        + ",\"of\":\""
        + of
        + "\",\"average\":"
        + average
        + ",\"pieces\":["
        + pieces
        + "],\"last\":"
        + last
        + "}";
  }

  private static String piece(long offset, long length) {
    return "[" + offset + "," + length + ",\"" + SUM + "\"]";
  }

  /// A sender of two files, accepted, with no credit for bytes and nothing judged.
  private static final class Sender {
    final SimulatedSource disk =
        new SimulatedSource(
            List.of(SimulatedSource.contents(10, 1), SimulatedSource.contents(SIZE, 2)));
    final SendEngine engine = new SendEngine(new SendOptions(Limits.MESSAGE_BYTES, Hashes.RANGES));
    @Nullable TransferEnd end;

    Sender(String features) {
      control(
          "{\"type\":\"hello\",\"role\":\"receiver\",\"versions\":[1],\"features\":["
              + features
              + "],\"maxEntries\":100000,\"maxMessageBytes\":65536}");
      control("{\"type\":\"credit\",\"entries\":10,\"bytes\":0}");
    }

    static Sender accepted() {
      return new Sender("\"trees\",\"resume\",\"delta\"").control("{\"type\":\"accept\"}");
    }

    Sender control(String text) {
      engine.onControl(text);
      boolean moved = true;
      while (moved) {
        moved = false;
        engine.onDataRoom(1 << 20);
        for (SendCommand next = engine.poll(); next != null; next = engine.poll()) {
          moved = true;
          switch (next) {
            case SendCommand.Disk(SourceCommand work) -> disk.take(work);
            case SendCommand.Ended(TransferEnd ended) -> end = ended;
            case SendCommand.SendControl _, SendCommand.SendData _, SendCommand.Tell _ -> {}
          }
        }
        while (!disk.isIdle()) {
          SourceResult result = disk.answer();
          if (result != null) {
            engine.onDisk(result);
          }
          moved = true;
        }
      }
      return this;
    }

    void assertRefused() {
      assertThat(end).isNotNull();
      assertThat(end.exitCode()).isEqualTo(12);
    }
  }

  @Test
  void whatIsRightIsTaken() {
    Sender sender =
        Sender.accepted()
            .control(have(1, "part", 65_536, "", false))
            .control(have(1, "part", 65_536, piece(0, 70_000) + "," + piece(80_000, 1), false))
            .control("{\"type\":\"judged\",\"entries\":2}")
            .control(have(1, "part", 65_536, piece(80_001, 5), true));
    assertThat(sender.end).isNull();
    assertThat(sender.disk.learned.get(1)).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"have\"}",
        "{\"type\":\"have\",\"id\":1,\"of\":\"part\",\"average\":65536,\"last\":true}",
        "{\"type\":\"have\",\"id\":1,\"of\":\"part\",\"average\":65536,\"pieces\":[[0,5]]}",
        "{\"type\":\"have\",\"id\":1,\"of\":\"part\",\"average\":65536,\"pieces\":[[0,5,\"x\"]]}",
        "{\"type\":\"have\",\"id\":1,\"of\":\"part\",\"average\":65536,\"pieces\":[[0,5,7]]}",
        "{\"type\":\"have\",\"id\":1,\"of\":\"part\",\"average\":65536,\"pieces\":[7]}",
        "{\"type\":\"have\",\"id\":1,\"of\":\"part\",\"average\":65536,\"pieces\":[[0,5,\"!!\"]]}"
      })
  void piecesThatAreNone(String text) {
    Sender.accepted().control(text).assertRefused();
  }

  @ParameterizedTest
  @CsvSource({
    "7, part, 65536, 0, 5",
    "1, mine, 65536, 0, 5",
    "1, part, 65537, 0, 5",
    "1, part, 1024, 0, 5",
    "1, part, 4194304, 0, 5",
    "1, part, 65536, 0, 0",
    "1, part, 65536, 0, -1",
    "1, part, 65536, -1, 5",
    "1, part, 65536, 0, 262145",
    "1, part, 65536, 9007199254740991, 1"
  })
  void onesThatCannotBe(int id, String of, int average, long offset, long length) {
    Sender.accepted().control(have(id, of, average, piece(offset, length), true)).assertRefused();
  }

  @Test
  void overlappingOnes() {
    Sender.accepted()
        .control(have(1, "part", 65_536, piece(0, 10) + "," + piece(9, 10), true))
        .assertRefused();
  }

  @Test
  void onesThatContradictThoseBefore() {
    Sender.accepted()
        .control(have(1, "part", 65_536, "", false))
        .control(have(1, "old", 65_536, "", false))
        .assertRefused();
    Sender.accepted()
        .control(have(1, "part", 65_536, "", false))
        .control(have(1, "part", 32_768, "", false))
        .assertRefused();
    Sender.accepted()
        .control(have(1, "part", 65_536, "", true))
        .control(have(1, "part", 65_536, "", true))
        .assertRefused();
  }

  @Test
  void atTheWrongTime() {
    new Sender("\"trees\",\"resume\",\"delta\"")
        .control(have(1, "part", 65_536, "", true))
        .assertRefused();
    Sender.accepted()
        .control("{\"type\":\"judged\",\"entries\":2}")
        .control(have(1, "part", 65_536, "", true))
        .assertRefused();
    new Sender("\"trees\"")
        .control("{\"type\":\"accept\"}")
        .control(have(1, "part", 65_536, "", true))
        .assertRefused();
  }

  @Test
  void endlessOnes() {
    Sender sender = Sender.accepted();
    long offset = 0;
    int said = 0;
    while (sender.end == null && said <= 2 * Limits.PIECES) {
      StringBuilder pieces = new StringBuilder();
      for (int i = 0; i < Limits.PIECES_IN_MESSAGE; i++) {
        pieces.append(i == 0 ? "" : ",").append(piece(offset++, 1));
      }
      said += Limits.PIECES_IN_MESSAGE;
      sender.engine.onControl(have(1, "part", 65_536, pieces.toString(), false));
      for (SendCommand next = sender.engine.poll(); next != null; next = sender.engine.poll()) {
        if (next instanceof SendCommand.Ended(TransferEnd ended)) {
          sender.end = ended;
        }
      }
    }
    sender.assertRefused();
    assertThat(said).isLessThanOrEqualTo(Limits.PIECES + Limits.PIECES_IN_MESSAGE);
  }

  @Test
  void tooManyInOneMessage() {
    List<String> pieces = new ArrayList<>();
    for (int i = 0; i <= Limits.PIECES_IN_MESSAGE; i++) {
      pieces.add(piece(i, 1));
    }
    Sender.accepted()
        .control(have(1, "part", 65_536, String.join(",", pieces), true))
        .assertRefused();
  }

  /// A receiver that has the first 100,000 bytes of a file of 300,000.
  private static HostileSenderTest.Victim receiver(Base base) {
    HostileSenderTest.Victim victim = new HostileSenderTest.Victim();
    victim.disk.base = base;
    victim.disk.bases.put(FileName.of("n0"), SimulatedSource.contents(100_000, 1));
    victim.control(
        "{\"type\":\"hello\",\"role\":\"sender\",\"versions\":[1],\"features\":[\"trees\","
            + "\"resume\",\"delta\"],\"maxEntries\":100000,\"maxMessageBytes\":65536}");
    victim.control("{\"type\":\"offer\",\"sha256\":false}");
    victim.control(
        "{\"type\":\"totals\",\"entries\":1,\"files\":1,\"roots\":1,\"bytes\":" + SIZE + "}");
    victim.control(
        "{\"type\":\"entries\",\"last\":true,\"entries\":[{\"id\":0,\"type\":\"file\",\"name\":"
            + "\"n0\",\"size\":"
            + SIZE
            + "}]}");
    assertThat(victim.said).anyMatch(text -> text.contains("\"have\""));
    return victim.data(DataHeader.START, 0, 0, 0, new byte[0]);
  }

  private static byte[] numbers(long... numbers) {
    ByteBuffer payload = ByteBuffer.allocate(Long.BYTES * numbers.length);
    Arrays.stream(numbers).forEach(payload::putLong);
    return payload.array();
  }

  @Test
  void whatWasNamedMayBeKept() {
    HostileSenderTest.Victim victim =
        receiver(Base.PART).data(DataHeader.KEEP, 0, 0, 0, numbers(100_000));
    assertThat(victim.end).isNull();
    assertThat(victim.disk.kept).isEqualTo(100_000);
  }

  @ParameterizedTest
  @CsvSource({"0, 100001", "0, 0", "0, -1", "1, 99999", "100000, 1", "0, 9007199254740993"})
  void whatWasNotNamedMayNotBeKept(long offset, long length) {
    receiver(Base.PART).data(DataHeader.KEEP, 0, 0, offset, numbers(length)).assertRefused();
  }

  @Test
  void theWrongKind() {
    receiver(Base.PART).data(DataHeader.COPY, 0, 0, 0, numbers(0, 10)).assertRefused();
    receiver(Base.OLD).data(DataHeader.KEEP, 0, 0, 0, numbers(10)).assertRefused();
    receiver(Base.OLD).data(DataHeader.COPY, 1, 0, 0, numbers(0, 10)).assertRefused();
    receiver(Base.OLD).data(DataHeader.COPY, 0, 0, 0, numbers(10)).assertRefused();
    HostileSenderTest.accepted()
        .data(DataHeader.START, 0, 0, 0, new byte[0])
        .data(DataHeader.KEEP, 0, 0, 0, numbers(10))
        .assertRefused();
  }

  @Test
  void twiceOrBackwards() {
    receiver(Base.PART)
        .data(DataHeader.KEEP, 0, 0, 0, numbers(10))
        .data(DataHeader.KEEP, 0, 0, 0, numbers(10))
        .assertRefused();
    receiver(Base.OLD)
        .data(DataHeader.COPY, 0, 0, 0, numbers(50, 10))
        .data(DataHeader.COPY, 0, 0, 5, numbers(0, 10))
        .assertRefused();
  }

  @ParameterizedTest
  @CsvSource({"-1, 10", "100000, 1", "99999, 2", "-9223372036854775808, 10"})
  void copiesFromWhereNothingIs(long at, long length) {
    receiver(Base.OLD).data(DataHeader.COPY, 0, 0, 0, numbers(at, length)).assertRefused();
  }

  /// However often the same bytes are copied, the file stays as long as it was offered.
  @Test
  void copiesWithoutEnd() {
    HostileSenderTest.Victim victim = receiver(Base.OLD);
    for (int i = 0; i < 4 && victim.end == null; i++) {
      victim.data(DataHeader.COPY, 0, 0, i * 100_000L, numbers(0, 100_000));
    }
    victim.assertRefused();
    assertThat(victim.disk.kept).isEqualTo(SIZE);
  }

  @Test
  void anEndWithoutTheHashOfWhatWasSent() {
    receiver(Base.PART)
        .data(DataHeader.BYTES_OF_FILE, 0, 0, 0, new byte[10])
        .data(DataHeader.END, 0, 0, SIZE, new byte[0])
        .assertRefused();
  }
}
