package sluice.app.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sluice.app.transfer.ErrorCode;
import sluice.app.transfer.TransferFailure;

/// Both ends of a sync, talking to each other without a network.
final class SyncEnginesTest {
  private static final SyncResult RESULT =
      new SyncResult(SyncResult.Deletion.DONE, 3, 10, "2026-11-20T193000Z-000042");

  private final SyncSender sender = new SyncSender();
  private final SyncReceiver receiver = new SyncReceiver();
  private final List<SyncAction> done = new ArrayList<>();
  private @Nullable SyncEnd senderEnd;
  private @Nullable SyncEnd receiverEnd;

  private void talk() {
    boolean moved = true;
    while (moved) {
      moved = false;
      for (SyncAction action = sender.poll(); action != null; action = sender.poll()) {
        moved = true;
        if (action instanceof SyncAction.Send(SyncMessage message)) {
          receiver.onMessage(SyncCodec.write(message));
        } else {
          done.add(action);
          senderEnd = action instanceof SyncAction.Ended(SyncEnd end) ? end : senderEnd;
        }
      }
      for (SyncAction action = receiver.poll(); action != null; action = receiver.poll()) {
        moved = true;
        if (action instanceof SyncAction.Send(SyncMessage message)) {
          sender.onMessage(SyncCodec.write(message));
        } else {
          done.add(action);
          receiverEnd = action instanceof SyncAction.Ended(SyncEnd end) ? end : receiverEnd;
        }
      }
    }
  }

  private static DirectoryNode tree(long seed) {
    return RandomTree.of(new SplittableRandom(seed), 4).node();
  }

  private boolean did(Class<? extends SyncAction> kind) {
    return done.stream().anyMatch(kind::isInstance);
  }

  @Test
  void aSyncGoesItsWay() {
    sender.onTree(tree(1), 77);
    talk();
    assertThat(did(SyncAction.Offer.class)).isFalse();
    receiver.onTree(tree(2));
    talk();
    assertThat(did(SyncAction.Offer.class)).isTrue();
    assertThat(did(SyncAction.Take.class)).isTrue();
    sender.onTransferred(SyncMessage.Listing.COMPLETE);
    talk();
    assertThat(did(SyncAction.Finish.class)).isFalse();
    receiver.onTransferred();
    talk();
    assertThat(done).contains(new SyncAction.Finish(SyncMessage.Listing.COMPLETE, 77));
    assertThat(senderEnd).isNull();
    receiver.onFinished(RESULT);
    talk();
    assertThat(senderEnd).isEqualTo(new SyncEnd.Done(RESULT));
    assertThat(receiverEnd).isEqualTo(new SyncEnd.Done(RESULT));
  }

  @Test
  void anUnchangedTreeNeedsNoTransfer() {
    receiver.onTree(tree(1));
    sender.onTree(tree(1), 0);
    talk();
    assertThat(did(SyncAction.Offer.class)).isFalse();
    assertThat(did(SyncAction.Take.class)).isFalse();
    assertThat(did(SyncAction.Finish.class)).isTrue();
    receiver.onFinished(RESULT);
    talk();
    assertThat(senderEnd).isEqualTo(new SyncEnd.Done(RESULT));
  }

  @Test
  void aRefusalEndsBoth() {
    SyncResult refused = new SyncResult(SyncResult.Deletion.MORE_THAN_HALF, 6, 10, "");
    receiver.onTree(tree(1));
    sender.onTree(tree(1), 0);
    talk();
    receiver.onFinished(refused);
    talk();
    assertThat(senderEnd).isEqualTo(new SyncEnd.Refused(refused));
    assertThat(receiverEnd).isEqualTo(new SyncEnd.Refused(refused));
  }

  @Test
  void aBusyDestinationIsToldToBoth() {
    TransferFailure busy = new TransferFailure.Local(ErrorCode.BUSY, "in use");
    receiver.onObstacle(busy, ErrorCode.BUSY, "in use");
    sender.onTree(tree(1), 0);
    talk();
    assertThat(receiverEnd).isEqualTo(new SyncEnd.Failed(busy));
    assertThat(senderEnd)
        .isEqualTo(new SyncEnd.Failed(new TransferFailure.Remote(ErrorCode.BUSY, "in use")));
  }

  @Test
  void onceAllIsDoneALostConnectionTakesNothingBack() {
    receiver.onTree(tree(1));
    sender.onTree(tree(1), 0);
    talk();
    receiver.onFinished(RESULT);
    receiver.onClosed();
    sender.onClosed();
    talk();
    assertThat(receiverEnd).isEqualTo(new SyncEnd.Done(RESULT));
    assertThat(senderEnd).isEqualTo(new SyncEnd.Failed(new TransferFailure.ConnectionLost()));
  }

  @Test
  void nothingIsFinishedBeforeBothSay() {
    receiver.onTree(tree(2));
    sender.onTree(tree(1), 0);
    talk();
    receiver.onTransferred();
    talk();
    assertThat(did(SyncAction.Finish.class)).isFalse();
  }

  @Test
  void whatComesOutOfPlaceEndsIt() {
    List<SyncMessage> hasty =
        List.of(
            new SyncMessage.Sent(SyncMessage.Listing.COMPLETE),
            new SyncMessage.Compared(SyncMessage.Next.NOTHING),
            new SyncMessage.Bye(),
            new SyncMessage.Finished(RESULT),
            new SyncMessage.Verdicts(List.of(Verdict.SAME)));
    for (SyncMessage message : hasty) {
      SyncReceiver fresh = new SyncReceiver();
      fresh.onTree(tree(1));
      fresh.onMessage(SyncCodec.write(message));
      assertThat(end(fresh)).as("%s", message).isEqualTo(ErrorCode.PROTOCOL);
    }
    for (SyncMessage message : hasty) {
      SyncSender fresh = new SyncSender();
      fresh.onTree(tree(1), 0);
      fresh.onMessage(SyncCodec.write(message));
      boolean fits = message instanceof SyncMessage.Verdicts;
      assertThat(end(fresh)).as("%s", message).isEqualTo(fits ? null : ErrorCode.PROTOCOL);
    }
  }

  private static @Nullable ErrorCode end(SyncReceiver engine) {
    for (SyncAction action = engine.poll(); action != null; action = engine.poll()) {
      if (action instanceof SyncAction.Ended(SyncEnd end)) {
        return code(end);
      }
    }
    return null;
  }

  private static @Nullable ErrorCode end(SyncSender engine) {
    for (SyncAction action = engine.poll(); action != null; action = engine.poll()) {
      if (action instanceof SyncAction.Ended(SyncEnd end)) {
        return code(end);
      }
    }
    return null;
  }

  private static @Nullable ErrorCode code(SyncEnd end) {
    return end instanceof SyncEnd.Failed(TransferFailure.Refused(ErrorCode code, _)) ? code : null;
  }

  @Test
  void floodsBeforeTheTreeIsReadAreBounded() {
    for (int i = 0; i < 100; i++) {
      receiver.onMessage(SyncCodec.write(new SyncMessage.Begin(1)));
    }
    assertThat(end(receiver)).isEqualTo(ErrorCode.PROTOCOL);
  }

  @Test
  void noBytesMakeAnEngineThrow() {
    SplittableRandom random = new SplittableRandom(5);
    DirectoryNode tree = tree(1);
    List<byte[]> good =
        List.of(
            bytes(new SyncMessage.Begin(5)),
            bytes(new TreeComparison(tree).poll()),
            bytes(new SyncMessage.Verdicts(List.of(Verdict.DIFFERENT))),
            bytes(new SyncMessage.Finished(RESULT)),
            bytes(new SyncMessage.Failed(ErrorCode.BUSY, "text")));
    for (int round = 0; round < 20_000; round++) {
      byte[] mutated = good.get(random.nextInt(good.size())).clone();
      for (int i = random.nextInt(4); i > 0; i--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      }
      int length = random.nextInt(3) == 0 ? random.nextInt(mutated.length + 1) : mutated.length;
      SyncReceiver fresh = new SyncReceiver();
      fresh.onTree(tree);
      fresh.onMessage(ByteBuffer.wrap(good.getFirst()));
      fresh.onMessage(ByteBuffer.wrap(mutated, 0, length));
      SyncSender other = new SyncSender();
      other.onTree(tree, 0);
      other.onMessage(ByteBuffer.wrap(mutated, 0, length));
    }
    assertThat(SyncCodec.read(ByteBuffer.allocate(SyncCodec.MESSAGE_BYTES + 1))).isNull();
  }

  private static byte[] bytes(SyncMessage message) {
    ByteBuffer written = SyncCodec.write(message);
    byte[] bytes = new byte[written.remaining()];
    written.get(bytes);
    return bytes;
  }
}
