package sluice.app.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class SyncLockTest {
  @TempDir Path state;

  private SyncLock.Attempt take(String holder) throws Exception {
    return SyncLock.take(state, "/a/destination", holder);
  }

  @Test
  void oneHasItAndTheOtherHearsWho() throws Exception {
    SyncLock first = ((SyncLock.Attempt.Ours) take("the first")).lock();
    assertThat(take("the second")).isEqualTo(new SyncLock.Attempt.Taken("the first"));
    first.close();
    SyncLock second = ((SyncLock.Attempt.Ours) take("the second")).lock();
    second.close();
  }

  /// A process loses its locks on a file when it closes the file anywhere.
  @Test
  @EnabledOnOs(OS.LINUX)
  void askingDoesNotGiveItUp() throws Exception {
    SyncLock held = ((SyncLock.Attempt.Ours) take("the first")).lock();
    assertThat(take("the second")).isInstanceOf(SyncLock.Attempt.Taken.class);
    assertThat(isLocked()).isTrue();
    held.close();
    assertThat(isLocked()).isFalse();
  }

  private boolean isLocked() throws Exception {
    Path file;
    try (var all = Files.list(state)) {
      file = all.filter(path -> path.toString().endsWith(".lock")).findFirst().orElseThrow();
    }
    String inode = ":" + Files.getAttribute(file, "unix:ino") + " ";
    return Files.readAllLines(Path.of("/proc/locks")).stream()
        .anyMatch(line -> line.contains(inode));
  }

  @Test
  void whoBeganToWriteThereIsKnownUntilAnotherDoes() throws Exception {
    SyncLock lock = ((SyncLock.Attempt.Ours) take("x")).lock();
    lock.begunBy("laptop", true);
    assertThat(lock.isWriter("laptop")).isTrue();
    lock.begunBy("laptop", false);
    assertThat(SyncLock.isOnlyWriter(state, "/a/destination", "laptop")).isTrue();
    assertThat(SyncLock.isOnlyWriter(state, "/a/destination", "")).isFalse();
    lock.begunBy("other", false);
    assertThat(lock.isWriter("laptop")).isFalse();
    assertThat(lock.isWriter("other")).isFalse();
    lock.close();
  }
}
