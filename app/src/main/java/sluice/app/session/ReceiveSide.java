package sluice.app.session;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.app.Escaper;
import sluice.app.transfer.ConflictPolicy;
import sluice.app.transfer.DestinationCommand;
import sluice.app.transfer.IncomingOffer;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.Placed;
import sluice.app.transfer.ReceiveCommand;
import sluice.app.transfer.ReceiveEngine;
import sluice.app.transfer.ReceiveOptions;
import sluice.app.transfer.TransferEnd;
import sluice.app.transfer.TransferEvent;
import sluice.app.ui.UiEvent;
import sluice.transport.DataChannel;
import sluice.transport.PeerConnection;

/// The receiver's transfer within a session.
final class ReceiveSide implements TransferSide {
  private final ReceiveOrder.Consent consent;
  private final Channels channels;
  private final Consumer<DestinationCommand> disk;
  private final Teller teller;
  private final Prompter prompter;
  private final TransferMeter meter;
  private final ReceiveEngine engine;
  private @Nullable TransferEnd end;
  private boolean connected;
  private boolean rehearsed;

  /// @param disk does the work and posts each result to the session's queue
  ReceiveSide(
      ReceiveOptions options,
      ReceiveOrder.Consent consent,
      Channels channels,
      Consumer<DestinationCommand> disk,
      Teller teller,
      Prompter prompter) {
    this.engine = new ReceiveEngine(options);
    this.consent = consent;
    this.channels = channels;
    this.disk = disk;
    this.teller = teller;
    this.prompter = prompter;
    this.meter = new TransferMeter(teller, Endings.Side.RECEIVER);
  }

  @Override
  public void prepare(PeerConnection connection) {}

  @Override
  public void offered(DataChannel channel) {
    if (!channels.take(channel)) {
      engine.onMisplaced();
      channel.close();
    }
  }

  @Override
  public void connected(long nowNanos) {
    connected = true;
  }

  @Override
  public void take(Post post, long nowNanos) {
    switch (post) {
      case Post.Text(DataChannel channel, String message) -> {
        if (channels.isControl(channel)) {
          engine.onControl(message);
        } else {
          engine.onMisplaced();
        }
      }
      case Post.Binary message -> {
        if (channels.isData(message.channel())) {
          engine.onData(ByteBuffer.wrap(message.bytes(), 0, message.lengthBytes()));
        } else {
          engine.onMisplaced();
        }
        channels.release(message);
      }
      case Post.DestinationDone(var result) -> engine.onDisk(result, nowNanos);
      case Post.BufferedLow() -> channels.flush();
      case Post.ChannelClosed(DataChannel channel) -> {
        if (channels.isControl(channel) || channels.isData(channel)) {
          engine.onClosed();
        }
      }
      case Post.Signaling _,
          Post.Peer _,
          Post.SourceDone _,
          Post.SyncRead _,
          Post.SyncDone _,
          Post.Note _,
          Post.Show _,
          Post.Answered _,
          Post.Stop _ -> {}
    }
  }

  @Override
  public void answered(Question question, Optional<String> answer) {
    switch (question) {
      case Question.AcceptOffer() -> {
        if (Prompter.isYes(answer, true)) {
          engine.accept();
        } else if (Prompter.isNo(answer)) {
          engine.decline("");
        } else if (!engine.isEnding()) {
          prompter.ask(question, "Please answer yes or no: [Y/n] ");
        }
      }
      case Question.Conflict(int id) -> answeredConflict(id, answer);
      case Question.WordsAgree() -> {}
    }
  }

  @Override
  public long deadlineNanos() {
    // Nobody watches the meter once the end is near: its last deadline would turn the crank in
    // vain.
    return engine.isEnding()
        ? engine.deadlineNanos()
        : Math.min(engine.deadlineNanos(), meter.deadlineNanos());
  }

  @Override
  public void crank(long nowNanos) {
    if (!connected) {
      return;
    }
    if (engine.deadlineNanos() <= nowNanos) {
      engine.onTimeout(nowNanos);
    }
    channels.flush();
    for (ReceiveCommand command = engine.poll(); command != null; command = engine.poll()) {
      act(command, nowNanos);
    }
    if (!engine.isEnding()) {
      meter.watch(engine.waitingFor(), nowNanos);
    }
  }

  @Override
  public void cancel() {
    engine.cancel();
  }

  @Override
  public void closed() {
    engine.onClosed();
  }

  @Override
  public @Nullable TransferEnd end() {
    return end;
  }

  private void act(ReceiveCommand command, long nowNanos) {
    switch (command) {
      case ReceiveCommand.SendControl(String text) -> channels.sendControl(text);
      case ReceiveCommand.Disk(DestinationCommand work) -> disk.accept(work);
      case ReceiveCommand.AskOffer(IncomingOffer offer) -> askOffer(offer);
      case ReceiveCommand.AskConflict(Placed entry) -> askConflict(entry);
      case ReceiveCommand.Tell(TransferEvent event) -> tell(event, nowNanos);
      case ReceiveCommand.Ended(TransferEnd reached) -> {
        meter.finish(reached, nowNanos);
        end = rehearsed ? new TransferEnd.Done(reached.summary()) : reached;
      }
    }
  }

  private void askOffer(IncomingOffer offer) {
    meter.offered(offer.totals());
    boolean isText =
        offer.first().stream().anyMatch(placed -> placed.entry() instanceof ManifestEntry.Text);
    if (isText && consent != ReceiveOrder.Consent.REHEARSAL) {
      // Nothing is stored: there is nothing to ask.
      engine.accept();
      return;
    }
    teller.tell(TransferMeter.offer(offer.first(), offer.totals(), UiEvent.Direction.RECEIVING));
    switch (consent) {
      case GIVEN -> engine.accept();
      case REHEARSAL -> rehearse(offer);
      case ASK ->
          prompter.ask(
              new Question.AcceptOffer(),
              "Store into " + Escaper.escape(offer.destination()) + "? [Y/n] ");
    }
  }

  /// Tells what would happen, and leaves as if unanswered.
  private void rehearse(IncomingOffer offer) {
    for (int id : offer.conflicts()) {
      teller.tell(new UiEvent.Exists(TransferMeter.text(offer.first().get(id).path())));
    }
    teller.warn("It would be stored into " + offer.destination() + ".");
    teller.warn("Nothing was accepted, and the code still holds.");
    rehearsed = true;
    engine.cancel();
  }

  private void askConflict(Placed entry) {
    prompter.ask(
        new Question.Conflict(entry.id()),
        entry.path().display() + " exists. [r]ename, [s]kip, [o]verwrite or [c]ancel? [r] ");
  }

  private void answeredConflict(int id, Optional<String> answer) {
    if (engine.isEnding()) {
      return;
    }
    if (answer.isEmpty()) {
      engine.resolve(id, ConflictPolicy.FAIL);
      return;
    }
    String word = answer.get().toLowerCase(Locale.ROOT);
    if ("rename".startsWith(word)) {
      engine.resolve(id, ConflictPolicy.RENAME);
    } else if ("skip".startsWith(word)) {
      engine.resolve(id, ConflictPolicy.SKIP);
    } else if ("overwrite".startsWith(word)) {
      engine.resolve(id, ConflictPolicy.OVERWRITE);
    } else if ("cancel".startsWith(word)) {
      engine.resolve(id, ConflictPolicy.FAIL);
    } else {
      prompter.ask(
          new Question.Conflict(id), "Please answer rename, skip, overwrite or cancel: [r] ");
    }
  }

  private void tell(TransferEvent event, long nowNanos) {
    switch (event) {
      case TransferEvent.Saved(Placed saved, var path, byte[] sha256) -> {
        if (saved.hasContent() && !(saved.entry() instanceof ManifestEntry.Text)) {
          teller.tell(
              new UiEvent.Saved(
                  TransferMeter.text(path),
                  path.text() == null ? path.bytes() : null,
                  saved.entry().sizeBytes(),
                  sha256 == null ? null : HexFormat.of().formatHex(sha256)));
        }
      }
      case TransferEvent.Offered _ -> throw new IllegalStateException("a sender tells this");
      case TransferEvent.Accepted _,
          TransferEvent.Progress _,
          TransferEvent.Skipped _,
          TransferEvent.Problem _,
          TransferEvent.Warning _ ->
          meter.tell(event, nowNanos);
    }
  }
}
