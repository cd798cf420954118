package sluice.app.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Consumer;
import sluice.app.sync.DirectoryNode;
import sluice.app.sync.SyncTerms;

/// The sender's folder in a sync, read for the comparison on a thread of its own.
public final class SyncSource {
  private SyncSource() {}

  /// What came of reading.
  public sealed interface Reading {
    /// @param device stands for the file system of its root; 0 where that is not known
    record Read(DirectoryNode root, long device) implements Reading {}

    /// @param sentence for this side's people
    record Unreadable(String sentence) implements Reading {}
  }

  /// Reads it, and tells the result once, on another thread.
  public static void read(
      SourceTree tree, SyncTerms.Comparing comparing, Consumer<Reading> result) {
    Thread.ofPlatform()
        .daemon()
        .name("sluice-digests")
        .start(
            () -> {
              try {
                DirectoryNode root = tree.digests();
                if (comparing == SyncTerms.Comparing.BY_CONTENT) {
                  root.distrustAll();
                }
                result.accept(new Reading.Read(root, device(tree)));
              } catch (IOException e) {
                result.accept(
                    new Reading.Unreadable(
                        tree.firstPath() + " cannot be read: " + DiskProblem.words(e) + "."));
              }
            });
  }

  /// Stands for the file system by its kind and where it is mounted: what is not mounted any more leaves an empty
  /// folder on the file system above. Says nothing of either to the other side.
  private static long device(SourceTree tree) throws IOException {
    String text = tree.firstPath().text();
    if (text == null) {
      return 0;
    }
    var store = Files.getFileStore(Path.of(text).toRealPath());
    // The mount point, where the system tells it, stands before the name of the device.
    String shown = store.toString().replace(store.name(), "");
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((shown + "\0" + store.type()).getBytes(StandardCharsets.UTF_8));
      long device = ByteBuffer.wrap(hash).getLong();
      return device == 0 ? 1 : device;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
