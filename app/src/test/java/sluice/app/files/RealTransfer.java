package sluice.app.files;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.ConflictPolicy;
import sluice.app.transfer.DestinationResult;
import sluice.app.transfer.FileName;
import sluice.app.transfer.Hashes;
import sluice.app.transfer.Limits;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.Placed;
import sluice.app.transfer.ReceiveCommand;
import sluice.app.transfer.ReceiveEngine;
import sluice.app.transfer.ReceiveOptions;
import sluice.app.transfer.SendCommand;
import sluice.app.transfer.SendEngine;
import sluice.app.transfer.SendOptions;
import sluice.app.transfer.SourceResult;
import sluice.app.transfer.TransferEnd;
import sluice.app.transfer.TransferEvent;

/// Both engines with real disks and their threads, joined by memory on the caller's thread.
final class RealTransfer {
  private sealed interface Arrival {
    record AtSender(SourceResult result) implements Arrival {}

    record AtReceiver(DestinationResult result) implements Arrival {}
  }

  private static final long PATIENCE_SECONDS = 60;

  final List<TransferEvent> senderEvents = new ArrayList<>();
  final List<TransferEvent> receiverEvents = new ArrayList<>();
  final List<Placed> questions = new ArrayList<>();
  ConflictPolicy answer = ConflictPolicy.RENAME;

  /// Called before the receiver does what the disk is asked for.
  Consumer<ReceiveCommand.Disk> beforeDisk = command -> {};

  final SendEngine sender;
  final ReceiveEngine receiver;
  private final SourceWorker source;
  private final DestinationWorker destination;
  private final LinkedBlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private @Nullable TransferEnd senderEnd;
  private @Nullable TransferEnd receiverEnd;

  /// What is offered instead of what the sources are.
  UnaryOperator<List<ManifestEntry>> forgery = entries -> entries;

  RealTransfer(SourceTree from, DestinationTree to, ConflictPolicy conflicts, Hashes hashes) {
    sender = new SendEngine(new SendOptions(Limits.MESSAGE_BYTES, hashes));
    receiver = new ReceiveEngine(new ReceiveOptions(conflicts, hashes));
    source = new SourceWorker(from, result -> arrivals.add(new Arrival.AtSender(result)));
    destination = new DestinationWorker(to, result -> arrivals.add(new Arrival.AtReceiver(result)));
  }

  static RealTransfer of(SourceTree from, DestinationTree to) {
    return new RealTransfer(from, to, ConflictPolicy.FAIL, Hashes.RANGES);
  }

  RealTransfer run() throws InterruptedException {
    long start = System.nanoTime();
    while (true) {
      long now = System.nanoTime() - start;
      if (receiver.deadlineNanos() <= now) {
        receiver.onTimeout(now);
      }
      drain();
      if (senderEnd != null && receiverEnd != null) {
        break;
      }
      Arrival arrival = arrivals.poll(waitNanos(now), TimeUnit.NANOSECONDS);
      now = System.nanoTime() - start;
      switch (arrival) {
        case Arrival.AtSender(SourceResult result) -> sender.onDisk(forged(result));
        case Arrival.AtReceiver(DestinationResult result) -> receiver.onDisk(result, now);
        case null -> {
          if (now > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
            throw new AssertionError(
                "stuck: " + sender.waitingFor() + ", " + receiver.waitingFor());
          }
        }
      }
    }
    source.close();
    destination.close();
    source.join();
    return this;
  }

  private SourceResult forged(SourceResult result) {
    return result instanceof SourceResult.Walked(var entries, boolean last, var problems)
        ? new SourceResult.Walked(forgery.apply(entries), last, problems)
        : result;
  }

  private long waitNanos(long now) {
    return Math.clamp(receiver.deadlineNanos() - now, 0, 1_000_000_000L);
  }

  private void drain() {
    boolean moved = true;
    while (moved) {
      moved = false;
      sender.onDataRoom(Limits.MESSAGE_BYTES);
      for (SendCommand next = sender.poll(); next != null; next = sender.poll()) {
        carryOut(next);
        moved = true;
        sender.onDataRoom(Limits.MESSAGE_BYTES);
      }
      for (ReceiveCommand next = receiver.poll(); next != null; next = receiver.poll()) {
        carryOut(next);
        moved = true;
      }
    }
  }

  private void carryOut(SendCommand command) {
    switch (command) {
      case SendCommand.SendControl(String text) -> receiver.onControl(text);
      case SendCommand.SendData(ByteBuffer message) -> receiver.onData(message);
      case SendCommand.Disk disk -> source.execute(disk.command());
      case SendCommand.Tell(TransferEvent event) -> senderEvents.add(event);
      case SendCommand.Ended(TransferEnd end) -> senderEnd = end;
    }
  }

  private void carryOut(ReceiveCommand command) {
    switch (command) {
      case ReceiveCommand.SendControl(String text) -> sender.onControl(text);
      case ReceiveCommand.Disk disk -> {
        beforeDisk.accept(disk);
        destination.execute(disk.command());
      }
      case ReceiveCommand.AskOffer ask -> receiver.accept();
      case ReceiveCommand.AskConflict(Placed entry) -> {
        questions.add(entry);
        receiver.resolve(entry.id(), answer);
      }
      case ReceiveCommand.Tell(TransferEvent event) -> receiverEvents.add(event);
      case ReceiveCommand.Ended(TransferEnd end) -> receiverEnd = end;
    }
  }

  TransferEnd senderEnd() {
    if (senderEnd == null) {
      throw new AssertionError("the sender has not ended");
    }
    return senderEnd;
  }

  TransferEnd receiverEnd() {
    if (receiverEnd == null) {
      throw new AssertionError("the receiver has not ended");
    }
    return receiverEnd;
  }

  List<FileName> savedPaths() {
    return receiverEvents.stream()
        .filter(TransferEvent.Saved.class::isInstance)
        .map(event -> ((TransferEvent.Saved) event).path())
        .toList();
  }
}
