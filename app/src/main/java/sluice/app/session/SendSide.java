package sluice.app.session;

import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.app.compression.PackingChoice;
import sluice.app.transfer.Hashes;
import sluice.app.transfer.Limits;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.Placed;
import sluice.app.transfer.SendCommand;
import sluice.app.transfer.SendEngine;
import sluice.app.transfer.SendOptions;
import sluice.app.transfer.SourceCommand;
import sluice.app.transfer.TransferEnd;
import sluice.app.transfer.TransferEvent;
import sluice.app.ui.UiEvent;
import sluice.transport.DataChannel;
import sluice.transport.PeerConnection;

/// The sender's transfer within a session.
final class SendSide implements TransferSide {
  /// Messages that may come before we know of the connection: the other side knows it sooner when
  /// its last packet carries the first message as well. It has only its greeting to say.
  private static final int MAX_EARLY = 64;

  private final Queue<Post> early = new ArrayDeque<>();
  private final Hashes hashes;
  private final Channels channels;
  private final Consumer<SourceCommand> disk;
  private final Teller teller;
  private final TransferMeter meter;
  private final LinkUse link;
  private @Nullable SendEngine engine;
  private @Nullable TransferEnd end;
  private boolean accepted;

  /// @param disk does the work and posts each result to the session's queue
  SendSide(
      Hashes hashes, Channels channels, Consumer<SourceCommand> disk, Teller teller, LinkUse link) {
    this.link = link;
    this.hashes = hashes;
    this.channels = channels;
    this.disk = disk;
    this.teller = teller;
    this.meter = new TransferMeter(teller, Endings.Side.SENDER);
  }

  @Override
  public void prepare(PeerConnection connection) {
    channels.open(connection);
  }

  @Override
  public void offered(DataChannel channel) {
    SendEngine sending = engine;
    if (sending != null) {
      sending.onMisplaced();
    }
    channel.close();
  }

  @Override
  public void connected(long nowNanos) {
    int maxBytes = channels.maxDataBytes();
    int messageBytes =
        maxBytes == 0
            ? Limits.MESSAGE_BYTES
            : Math.clamp(maxBytes, Limits.MIN_MESSAGE_BYTES, Limits.MESSAGE_BYTES);
    engine = new SendEngine(new SendOptions(messageBytes, hashes));
    for (Post post = early.poll(); post != null; post = early.poll()) {
      take(post, nowNanos);
    }
  }

  @Override
  public void take(Post post, long nowNanos) {
    SendEngine sending = engine;
    if (sending == null) {
      if (early.size() < MAX_EARLY) {
        early.add(post);
      }
      return;
    }
    switch (post) {
      case Post.Text(DataChannel channel, String message) -> {
        if (channels.isControl(channel)) {
          sending.onControl(message);
        } else {
          sending.onMisplaced();
        }
      }
      case Post.Binary _ -> sending.onMisplaced();
      case Post.SourceDone(var result) -> sending.onDisk(result);
      case Post.BufferedLow() -> channels.flush();
      case Post.ChannelClosed(DataChannel channel) -> {
        if (channels.isControl(channel) || channels.isData(channel)) {
          sending.onClosed();
        }
      }
      case Post.Signaling _,
          Post.Peer _,
          Post.DestinationDone _,
          Post.SyncRead _,
          Post.SyncDone _,
          Post.Note _,
          Post.Show _,
          Post.Answered _,
          Post.Stop _ -> {}
    }
  }

  @Override
  public void answered(Question question, Optional<String> answer) {}

  @Override
  public long deadlineNanos() {
    return Math.min(meter.deadlineNanos(), link.deadlineNanos());
  }

  @Override
  public void crank(long nowNanos) {
    SendEngine sending = engine;
    if (sending == null) {
      return;
    }
    channels.flush();
    while (!channels.isDataWaiting()) {
      sending.onDataRoom(link.room(channels.dataRoom(), nowNanos));
      SendCommand command = sending.poll();
      if (command == null) {
        break;
      }
      act(command, nowNanos);
    }
    boolean waiting = channels.isDataWaiting() || channels.dataRoom() < Limits.MESSAGE_BYTES;
    link.cranked(
        waiting ? PackingChoice.Waiting.SOMETHING : PackingChoice.Waiting.NOTHING, nowNanos);
    meter.watch(sending.waitingFor(), nowNanos);
  }

  @Override
  public void cancel() {
    SendEngine sending = engine;
    if (sending != null) {
      sending.cancel();
    }
  }

  @Override
  public void closed() {
    SendEngine sending = engine;
    if (sending != null) {
      sending.onClosed();
    }
  }

  @Override
  public @Nullable TransferEnd end() {
    return end;
  }

  /// Whether the other side has said yes.
  boolean isAccepted() {
    return accepted;
  }

  private void act(SendCommand command, long nowNanos) {
    switch (command) {
      case SendCommand.SendControl(String text) -> channels.sendControl(text);
      case SendCommand.SendData(var message) -> {
        link.sent(message.remaining());
        channels.sendData(message);
      }
      case SendCommand.Disk(SourceCommand work) -> disk.accept(work);
      case SendCommand.Tell(TransferEvent event) -> tell(event, nowNanos);
      case SendCommand.Ended(TransferEnd reached) -> {
        meter.finish(reached, nowNanos);
        end = reached;
      }
    }
  }

  private void tell(TransferEvent event, long nowNanos) {
    accepted |= event instanceof TransferEvent.Accepted;
    switch (event) {
      case TransferEvent.Saved(Placed saved, var path, byte[] sha256) -> {
        if (saved.hasContent() && !(saved.entry() instanceof ManifestEntry.Text)) {
          teller.tell(
              new UiEvent.Delivered(
                  TransferMeter.text(path),
                  saved.entry().sizeBytes(),
                  sha256 == null ? null : HexFormat.of().formatHex(sha256)));
        }
      }
      case TransferEvent.Offered(var first, var totals) -> {
        meter.offered(totals);
        teller.tell(TransferMeter.offer(first, totals, UiEvent.Direction.SENDING));
      }
      case TransferEvent.Accepted _,
          TransferEvent.Progress _,
          TransferEvent.Skipped _,
          TransferEvent.Problem _,
          TransferEvent.Warning _ ->
          meter.tell(event, nowNanos);
    }
  }
}
