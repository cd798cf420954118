package sluice.app.transfer;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Both engines with simulated disks and two channels between them that have no order between each other. What happens
/// next is drawn from a seed; the same seed gives the same run.
final class SimulatedTransfer {
  final SimulatedSource source;
  final SimulatedDestination destination = new SimulatedDestination();
  final SendEngine sender;
  final ReceiveEngine receiver;
  final List<TransferEvent> senderEvents = new ArrayList<>();
  final List<TransferEvent> receiverEvents = new ArrayList<>();
  final List<Placed> questions = new ArrayList<>();

  /// Takes a look at, or cuts, what is on its way to the receiver.
  interface Tap {
    /// The message to deliver instead, or null for none.
    @Nullable ByteBuffer data(ByteBuffer message);
  }

  Tap tap = message -> message;
  ConflictPolicy answer = ConflictPolicy.RENAME;
  boolean accepting = true;
  @Nullable IncomingOffer offer;
  @Nullable TransferEnd senderEnd;
  @Nullable TransferEnd receiverEnd;
  int steps;
  long nowNanos;
  long mostDataQueued;

  private final SplittableRandom random;
  private final ArrayDeque<String> toReceiver = new ArrayDeque<>();
  private final ArrayDeque<String> toSender = new ArrayDeque<>();
  private final ArrayDeque<ByteBuffer> data = new ArrayDeque<>();
  private long dataQueued;

  SimulatedTransfer(long seed, List<byte[]> files, SendOptions send, ReceiveOptions receive) {
    random = new SplittableRandom(seed);
    source = new SimulatedSource(files);
    sender = new SendEngine(send);
    receiver = new ReceiveEngine(receive);
  }

  SimulatedTransfer(long seed, List<byte[]> files) {
    this(
        seed,
        files,
        new SendOptions(Limits.MESSAGE_BYTES, Hashes.RANGES),
        new ReceiveOptions(ConflictPolicy.FAIL, Hashes.RANGES));
  }

  /// Runs until nothing more can happen, or so many steps were done.
  void run(int maxSteps) {
    drain();
    while (steps < maxSteps && step()) {
      steps++;
      drain();
    }
  }

  void run() {
    run(Integer.MAX_VALUE);
  }

  /// One of the things that can happen now; false if there are none.
  private boolean step() {
    nowNanos += random.nextLong(2_000_000);
    List<Runnable> possible = new ArrayList<>();
    if (!toReceiver.isEmpty()) {
      possible.add(() -> receiver.onControl(toReceiver.remove()));
    }
    if (!toSender.isEmpty()) {
      possible.add(() -> sender.onControl(toSender.remove()));
    }
    if (!data.isEmpty()) {
      possible.add(this::deliverData);
    }
    if (!source.isIdle()) {
      possible.add(this::answerSource);
    }
    if (!destination.isIdle()) {
      possible.add(this::answerDestination);
    }
    if (possible.isEmpty() && receiver.deadlineNanos() == Long.MAX_VALUE) {
      return false;
    }
    if (possible.isEmpty()) {
      nowNanos = Math.max(nowNanos, receiver.deadlineNanos());
    }
    if (receiver.deadlineNanos() <= nowNanos) {
      receiver.onTimeout(nowNanos);
      if (receiver.deadlineNanos() <= nowNanos) {
        throw new AssertionError("a deadline that does not move");
      }
    } else {
      possible.get(random.nextInt(possible.size())).run();
    }
    return true;
  }

  private void deliverData() {
    ByteBuffer message = data.remove();
    dataQueued -= message.remaining();
    ByteBuffer tapped = tap.data(message);
    if (tapped != null) {
      receiver.onData(tapped);
    }
  }

  private void answerSource() {
    SourceResult result = source.answer();
    if (result != null) {
      sender.onDisk(result);
    }
  }

  private void answerDestination() {
    DestinationResult result = destination.answer();
    if (result != null) {
      receiver.onDisk(result, nowNanos);
    }
  }

  void drain() {
    sender.onDataRoom(Math.max(0, (256 << 10) - dataQueued));
    for (SendCommand next = sender.poll(); next != null; next = sender.poll()) {
      carryOut(next);
    }
    for (ReceiveCommand next = receiver.poll(); next != null; next = receiver.poll()) {
      carryOut(next);
    }
  }

  private void carryOut(SendCommand command) {
    if (senderEnd != null) {
      throw new AssertionError("a command after the end: " + command);
    }
    switch (command) {
      case SendCommand.SendControl(String text) -> toReceiver.add(text);
      case SendCommand.SendData(ByteBuffer message) -> {
        ByteBuffer copy = ByteBuffer.allocate(message.remaining());
        copy.put(message).flip();
        data.add(copy);
        dataQueued += copy.remaining();
        mostDataQueued = Math.max(mostDataQueued, dataQueued);
      }
      case SendCommand.Disk(SourceCommand work) -> source.take(work);
      case SendCommand.Tell(TransferEvent event) -> senderEvents.add(event);
      case SendCommand.Ended(TransferEnd end) -> senderEnd = end;
    }
  }

  private void carryOut(ReceiveCommand command) {
    if (receiverEnd != null) {
      throw new AssertionError("a command after the end: " + command);
    }
    switch (command) {
      case ReceiveCommand.SendControl(String text) -> toSender.add(text);
      case ReceiveCommand.Disk(DestinationCommand work) -> destination.take(work);
      case ReceiveCommand.AskOffer(IncomingOffer asked) -> {
        offer = asked;
        if (accepting) {
          receiver.accept();
        } else {
          receiver.decline("not today");
        }
      }
      case ReceiveCommand.AskConflict(Placed entry) -> {
        questions.add(entry);
        receiver.resolve(entry.id(), answer);
      }
      case ReceiveCommand.Tell(TransferEvent event) -> receiverEvents.add(event);
      case ReceiveCommand.Ended(TransferEnd end) -> receiverEnd = end;
    }
  }

  /// The connection breaks for both.
  void cut() {
    toReceiver.clear();
    toSender.clear();
    data.clear();
    sender.onClosed();
    receiver.onClosed();
    drain();
  }

  int senderExit() {
    if (senderEnd == null) {
      throw new AssertionError("the sender has not ended: " + sender.waitingFor());
    }
    return senderEnd.exitCode();
  }

  int receiverExit() {
    if (receiverEnd == null) {
      throw new AssertionError("the receiver has not ended: " + receiver.waitingFor());
    }
    return receiverEnd.exitCode();
  }
}
