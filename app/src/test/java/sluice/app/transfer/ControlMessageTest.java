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
          new ControlMessage.Offer(true),
          new ControlMessage.Counted(new Totals(5, 3, 1, Limits.MAX_NUMBER)),
          new ControlMessage.Counted(new Totals(1, 1, 1, ManifestEntry.UNKNOWN_SIZE)),
          new ControlMessage.Entries(
              List.of(
                  new ManifestEntry.Directory(
                      7,
                      FileName.of("d"),
                      new Attributes(
                          new ModificationTime(1, 2),
                          0750,
                          new Attributes.Owner(1000, 4_294_967_294L, "me", ""),
                          List.of())),
                  new ManifestEntry.File(
                      8,
                      FileName.of("s"),
                      9,
                      Attributes.of(null, -1),
                      ManifestEntry.Layout.SPARSE,
                      3),
                  new ManifestEntry.HardLink(9, FileName.of("t"), 8),
                  new ManifestEntry.Symlink(
                      10,
                      FileName.of("u"),
                      FileName.ofBytes(new byte[] {'.', '/', (byte) 0xff}),
                      Attributes.of(null, 0777)),
                  new ManifestEntry.Leave(11),
                  new ManifestEntry.Stream(12, FileName.of("v"), Attributes.of(null, 0666))),
              false),
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
          new ControlMessage.Skip(
              List.of(IdRange.of(0), new IdRange(5, Integer.MAX_VALUE)), SkipReason.EXISTS),
          new ControlMessage.Judged(3),
          new ControlMessage.Progress(9, 8),
          new ControlMessage.Stored(List.of(new IdRange(3, 4)), List.of()),
          new ControlMessage.Stored(
              List.of(IdRange.of(3)), List.of(new ControlMessage.Renamed(3, FileName.of("other")))),
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
            "{\"later\":{\"a\":[1,{\"b\":null}]},\"type\":\"done\",\"entries\":1,\"bytes\":2}");
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
    int bytes = 64;
    for (int id = 2_000_000_000; ; id++) {
      ManifestEntry entry =
          new ManifestEntry.Symlink(
              id,
              FileName.of("\"".repeat(Limits.NAME_BYTES)),
              FileName.of("\u0001".repeat(100)),
              new Attributes(
                  new ModificationTime(-Limits.MAX_NUMBER, 999_999_999),
                  0xffff,
                  new Attributes.Owner(
                      Limits.MAX_OWNER, Limits.MAX_OWNER, "\"".repeat(64), "\u0001".repeat(64)),
                  List.of(
                      new Attributes.ExtendedAttribute(
                          FileName.of("user.\"".repeat(10)), new byte[1_000]))));
      bytes += EntryWriter.maxBytes(entry);
      if (bytes > Limits.CONTROL_BYTES) {
        break;
      }
      entries.add(entry);
    }
    String text = ControlWriter.write(new ControlMessage.Entries(entries, false));
    assertThat(text.length()).isLessThanOrEqualTo(Limits.CONTROL_BYTES);
    List<IdRange> ids = new ArrayList<>();
    for (int i = 0; i < Limits.ENTRIES_IN_MESSAGE; i++) {
      ids.add(IdRange.of(Integer.MAX_VALUE));
    }
    String skip = ControlWriter.write(new ControlMessage.Skip(ids, SkipReason.UNSAFE_LINK));
    assertThat(skip.length()).isLessThanOrEqualTo(Limits.CONTROL_BYTES);
  }
}
