package sluice.app.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.files.IgnoreRules;
import sluice.app.files.SyncTarget;
import sluice.app.sync.SyncMessage;

/// Offered names that lead elsewhere, as folders and as files: nothing beside the destination is touched before, or
/// without, a verdict on them.
final class HostileSyncNamesTest {
  @TempDir Path around;
  private Path destination;
  private Path file;
  private Path folder;

  @BeforeEach
  void prepare() throws Exception {
    destination = Files.createDirectories(around.resolve("destination/inner")).getParent();
    file = Files.writeString(around.resolve("canary"), "alive");
    folder = Files.createDirectory(around.resolve("cage"));
    Files.writeString(folder.resolve("bird"), "alive");
    Files.createSymbolicLink(destination.resolve("out"), around);
  }

  private SyncTarget.Wish wish(SyncTarget.Who who) {
    return new SyncTarget.Wish(
        destination,
        around.resolve("state"),
        "a test",
        who,
        "",
        SyncTarget.Deletion.WHAT_IS_NOT_OFFERED,
        OptionalLong.of(1_000_000),
        IgnoreRules.NONE,
        new SyncTarget.Keeping.Nothing());
  }

  private static Placed asFolder(String name) {
    ManifestEntry.Directory entry =
        new ManifestEntry.Directory(0, FileName.of(name), Attributes.NONE);
    return new Placed(entry, Folder.ROOT, new Folder(entry, Folder.ROOT));
  }

  private static Placed asLink(String name) {
    return new Placed(
        new ManifestEntry.Symlink(0, FileName.of(name), FileName.of("x"), Attributes.NONE),
        Folder.ROOT,
        null);
  }

  private void offer(SyncTarget.Who who, Placed placed) throws Exception {
    LinkedBlockingQueue<SyncTarget.Event> events = new LinkedBlockingQueue<>();
    SyncTarget target = new SyncTarget(wish(who), events::add);
    assertThat(events.poll(20, TimeUnit.SECONDS)).isInstanceOf(SyncTarget.Event.Ready.class);
    target.keep(Map.of());
    CountDownLatch judged = new CountDownLatch(1);
    target.judge(new DestinationCommand.Judge(List.of(placed)), _ -> judged.countDown());
    assertThat(judged.await(20, TimeUnit.SECONDS)).isTrue();
    target.finish(SyncMessage.Listing.COMPLETE, 0);
    assertThat(events.poll(20, TimeUnit.SECONDS))
        .as("%s", placed)
        .isInstanceOf(SyncTarget.Event.Obstacle.class);
    target.close();
    target.join();
  }

  @Test
  void nothingBesideTheDestinationIsTouched() throws Exception {
    List<String> names = new ArrayList<>();
    for (Path canary : List.of(file, folder)) {
      names.add(canary.toString());
      names.add("../" + canary.getFileName());
      names.add("inner/../../" + canary.getFileName());
      names.add("out/" + canary.getFileName());
    }
    names.addAll(List.of(".", "..", "", "a\0b", ".sluice-part-x"));
    for (String name : names) {
      for (SyncTarget.Who who : SyncTarget.Who.values()) {
        offer(who, asFolder(name));
        offer(who, asLink(name));
        assertThat(file).hasContent("alive");
        assertThat(folder.resolve("bird")).hasContent("alive");
        assertThat(destination.resolve("inner")).isDirectory();
      }
    }
  }

  /// Who may only add changes nothing, also where a folder comes and a file stands.
  @Test
  void whoMayAddMovesNothingOutOfTheWay() throws Exception {
    Path stands = Files.writeString(destination.resolve("stands"), "mine");
    LinkedBlockingQueue<SyncTarget.Event> events = new LinkedBlockingQueue<>();
    SyncTarget target = new SyncTarget(wish(SyncTarget.Who.ADDER), events::add);
    assertThat(events.poll(20, TimeUnit.SECONDS)).isInstanceOf(SyncTarget.Event.Ready.class);
    CountDownLatch judged = new CountDownLatch(1);
    target.judge(
        new DestinationCommand.Judge(List.of(asFolder("stands"))), _ -> judged.countDown());
    assertThat(judged.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(stands).hasContent("mine");
    target.close();
    target.join();
  }
}
