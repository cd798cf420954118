package sluice.app.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every control message reads back as it was written, within the limit of a message.
class ControlMessageTest {
  private static final List<ControlMessage> MESSAGES =
      List.of(
          new ControlMessage.Hello(
              ControlMessage.Role.RECEIVER, List.of(1, 2), List.of("trees"), 5, 1_024),
          new ControlMessage.Offer(3, Limits.MAX_NUMBER, true),
          new ControlMessage.Entries(
              List.of(
                  ManifestEntry.file(0, FileName.of("a \"b\" \\ \ud83d\ude00"), 0, null, -1),
                  ManifestEntry.file(
                      1,
                      FileName.ofBytes(new byte[] {'x', (byte) 0xff}),
                      Limits.MAX_NUMBER,
                      new ModificationTime(-5, 999_999_999),
                      0755)),
              false),
          new ControlMessage.Entries(List.of(), true),
          new ControlMessage.Credit(7, Limits.MAX_NUMBER),
          new ControlMessage.Accept(true),
          new ControlMessage.Decline("no \u0000 \u202e"),
          new ControlMessage.Skip(List.of(0, Integer.MAX_VALUE), "exists"),
          new ControlMessage.Progress(9, 8),
          new ControlMessage.Stored(3, 4, null),
          new ControlMessage.Stored(3, 4, FileName.of("other")),
          new ControlMessage.Done(1, 2),
          new ControlMessage.Bye(),
          new ControlMessage.Failed(ErrorCode.DISK_FULL, 4, "full"),
          new ControlMessage.Failed(ErrorCode.PROTOCOL, -1, ""),
          new ControlMessage.Cancel());

  @Test
  void roundTrip() throws MalformedMessageException {
    for (ControlMessage message : MESSAGES) {
      String text = ControlWriter.write(message);
      assertThat(ControlReader.read(text)).isEqualTo(message);
    }
  }

  @Test
  void everyTruncationIsMalformed() {
    for (ControlMessage message : MESSAGES) {
      String text = ControlWriter.write(message);
      for (int end = 0; end < text.length(); end++) {
        assertThat(isMalformed(text.substring(0, end))).as(text.substring(0, end)).isTrue();
      }
    }
  }

  private static boolean isMalformed(String text) {
    try {
      ControlReader.read(text);
      return false;
    } catch (MalformedMessageException e) {
      return true;
    }
  }

  @Test
  void unknownFieldsAreIgnored() throws MalformedMessageException {
    ControlMessage read =
        ControlReader.read(
            "{\"later\":{\"a\":[1,{\"b\":null}]},\"type\":\"done\",\"files\":1,\"bytes\":2}");
    assertThat(read).isEqualTo(new ControlMessage.Done(1, 2));
  }

  @Test
  void textForPeopleIsCutAtAWholeCharacter() throws MalformedMessageException {
    String smile = "\ud83d\ude00";
    String text = ControlWriter.write(new ControlMessage.Decline("x" + smile.repeat(400)));
    ControlMessage.Decline read = (ControlMessage.Decline) ControlReader.read(text);
    assertThat(read.message()).isEqualTo("x" + smile.repeat(255));
  }

  @Test
  void theLongestMessageOfOursIsWithinTheLimit() {
    List<ManifestEntry> entries = new ArrayList<>();
    for (int id = 0; id < SendEngine.ENTRIES_A_MESSAGE; id++) {
      entries.add(
          ManifestEntry.file(
              id + 2_000_000_000,
              FileName.of("\"".repeat(Limits.NAME_BYTES)),
              Limits.MAX_NUMBER,
              new ModificationTime(-Limits.MAX_NUMBER, 999_999_999),
              0xffff));
    }
    String text = ControlWriter.write(new ControlMessage.Entries(entries, false));
    assertThat(text.length()).isLessThanOrEqualTo(Limits.CONTROL_BYTES);
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < Limits.ENTRIES_IN_MESSAGE; i++) {
      ids.add(Integer.MAX_VALUE);
    }
    String skip = ControlWriter.write(new ControlMessage.Skip(ids, "x".repeat(512)));
    assertThat(skip.length()).isLessThanOrEqualTo(Limits.CONTROL_BYTES);
  }
}
