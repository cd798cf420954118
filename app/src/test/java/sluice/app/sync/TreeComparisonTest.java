package sluice.app.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.app.transfer.FileName;

final class TreeComparisonTest {
  private static void compare(TreeComparison sender, TreeVerdicts receiver) {
    while (!sender.isDone()) {
      SyncMessage.Probes probes = sender.poll();
      assertThat(probes).isNotNull();
      SyncMessage.Verdicts verdicts = receiver.judge(probes.probes());
      assertThat(verdicts).isNotNull();
      assertThat(sender.answered(verdicts.verdicts())).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void theHighestEqualDirectoriesAreFound(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RandomTree source = RandomTree.of(random, 5);
    RandomTree destination = source.copy();
    for (int i = 0; i < 3; i++) {
      source.change(random);
    }
    TreeComparison sender = new TreeComparison(source.node());
    TreeVerdicts receiver = new TreeVerdicts(destination.node());
    compare(sender, receiver);

    List<String> expected = new ArrayList<>();
    boolean allSame = source.isLike(destination);
    if (!allSame) {
      source.same(destination, "", expected);
    }
    assertThat(sender.same())
        .extracting(FileName::text)
        .containsExactlyInAnyOrderElementsOf(expected);
    if (allSame) {
      expected.add("");
    }
    assertThat(receiver.same().keySet())
        .extracting(FileName::text)
        .containsExactlyInAnyOrderElementsOf(expected);
    boolean nothing =
        allSame || (source.files.isEmpty() && expected.containsAll(source.folders.keySet()));
    assertThat(sender.next())
        .isEqualTo(nothing ? SyncMessage.Next.NOTHING : SyncMessage.Next.TRANSFER);
  }

  @Test
  void anUnchangedTreeCostsOneProbe() {
    RandomTree tree = RandomTree.of(new SplittableRandom(42), 6);
    TreeComparison sender = new TreeComparison(tree.node());
    SyncMessage.Probes probes = sender.poll();
    assertThat(probes.probes()).hasSize(1);
    assertThat(sender.poll()).isNull();
    sender.answered(new TreeVerdicts(tree.node()).judge(probes.probes()).verdicts());
    assertThat(sender.isDone()).isTrue();
  }

  @Test
  void whatIsNotComparableIsNeverTheSame() {
    RandomTree tree = new RandomTree();
    tree.folders.put("d1", RandomTree.of(new SplittableRandom(1), 1));
    tree.folders.put("d2", RandomTree.of(new SplittableRandom(2), 1));
    DirectoryNode root = tree.node();
    root.child(FileName.of("d1")).distrust();
    root.settle();
    TreeComparison sender = new TreeComparison(root);
    TreeVerdicts receiver = new TreeVerdicts(tree.node());
    compare(sender, receiver);
    assertThat(sender.same()).contains(FileName.of("d2")).doesNotContain(FileName.of("d1"));
    assertThat(sender.next()).isEqualTo(SyncMessage.Next.TRANSFER);
  }

  @Test
  void aReceiverMayNotCallTheSameWhatHadNoDigest() {
    DirectoryNode root = new RandomTree().node();
    root.distrust();
    TreeComparison sender = new TreeComparison(root);
    sender.poll();
    assertThat(sender.answered(List.of(Verdict.SAME))).isFalse();
  }

  @Test
  void manyDirectoriesShareAMessageAndFewAreUnanswered() {
    RandomTree wide = new RandomTree();
    for (int i = 0; i < 50_000; i++) {
      wide.folders.put("d" + i, new RandomTree());
    }
    TreeComparison sender = new TreeComparison(wide.node());
    sender.poll();
    sender.answered(List.of(Verdict.DIFFERENT));
    int messages = 0;
    for (SyncMessage.Probes next = sender.poll(); next != null; next = sender.poll()) {
      messages++;
      assertThat(next.probes()).hasSizeLessThanOrEqualTo(SyncCodec.MAX_PROBES_IN_MESSAGE);
      assertThat(SyncCodec.write(next).remaining()).isLessThanOrEqualTo(SyncCodec.MESSAGE_BYTES);
    }
    assertThat(messages).isEqualTo(TreeComparison.MAX_UNANSWERED);
  }

  @Test
  void probesOutOfPlaceAreRefused() {
    TreeVerdicts receiver = new TreeVerdicts(RandomTree.of(new SplittableRandom(3), 2).node());
    FileName name = FileName.of("d1");
    assertThat(receiver.judge(List.of(new SyncMessage.Probe(0, name, null)))).isNull();
    SyncMessage.Probe root = new SyncMessage.Probe(SyncCodec.NO_PARENT, FileName.of(""), null);
    assertThat(receiver.judge(List.of(root))).isNotNull();
    assertThat(receiver.judge(List.of(root))).isNull();
    assertThat(receiver.judge(List.of(new SyncMessage.Probe(1, name, null)))).isNull();
    SyncMessage.Probe absent = new SyncMessage.Probe(0, FileName.of("not there"), null);
    assertThat(receiver.judge(List.of(absent)).verdicts()).containsExactly(Verdict.ABSENT);
    assertThat(receiver.judge(List.of(new SyncMessage.Probe(1, name, null)))).isNull();
  }
}
