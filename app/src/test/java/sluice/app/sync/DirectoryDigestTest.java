package sluice.app.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sluice.app.transfer.FileName;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.ModificationTime;

final class DirectoryDigestTest {
  private static final ModificationTime TIME = new ModificationTime(-7, 9);

  /// Written out by hand from `docs/sync.md`, "Digests".
  @Test
  void theEncodingIsThatOfThePage() throws Exception {
    DirectoryDigest digest = new DirectoryDigest();
    byte[] inner = new DirectoryDigest().finish();
    digest.directory(FileName.of("a"), 0755, TIME, inner);
    digest.file(FileName.of("b"), ManifestEntry.NO_MODE, TIME, 5);
    digest.symlink(FileName.of("c"), TIME, FileName.of("to"));

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write("sluice directory 1\n".getBytes(StandardCharsets.US_ASCII));
    out.write(new byte[] {2, 0, 1, 'a'});
    out.writeShort(0755);
    out.writeLong(-7);
    out.writeInt(9);
    out.write(inner);
    out.write(new byte[] {1, 0, 1, 'b'});
    out.writeShort(0xffff);
    out.writeLong(-7);
    out.writeInt(9);
    out.writeLong(5);
    out.write(new byte[] {3, 0, 1, 'c'});
    out.writeLong(-7);
    out.writeInt(9);
    out.write(new byte[] {0, 2, 't', 'o'});
    assertThat(digest.finish())
        .isEqualTo(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
  }

  @Test
  void whateverDiffersChangesIt() {
    Set<String> all = new HashSet<>();
    all.add(file("a", 0644, TIME, 1));
    all.add(file("b", 0644, TIME, 1));
    all.add(file("a", 0600, TIME, 1));
    all.add(file("a", 0644, new ModificationTime(-7, 10), 1));
    all.add(file("a", 0644, new ModificationTime(-6, 9), 1));
    all.add(file("a", 0644, TIME, 2));
    DirectoryDigest link = new DirectoryDigest();
    link.symlink(FileName.of("a"), TIME, FileName.of("x"));
    all.add(HexFormat.of().formatHex(link.finish()));
    all.add(HexFormat.of().formatHex(new DirectoryDigest().finish()));
    assertThat(all).hasSize(8);
  }

  @Test
  void onlyOneOrderHasADigest() {
    DirectoryDigest digest = new DirectoryDigest();
    digest.file(FileName.of("b"), 0644, TIME, 1);
    assertThatThrownBy(() -> digest.file(FileName.of("a"), 0644, TIME, 1))
        .isInstanceOf(IllegalStateException.class);
  }

  private static String file(String name, int mode, ModificationTime time, long size) {
    DirectoryDigest digest = new DirectoryDigest();
    digest.file(FileName.of(name), mode, time, size);
    return HexFormat.of().formatHex(digest.finish());
  }
}
