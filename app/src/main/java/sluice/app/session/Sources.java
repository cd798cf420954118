package sluice.app.session;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import sluice.app.compression.Packing;
import sluice.app.files.SourceOptions;
import sluice.app.files.SourceTree;
import sluice.app.files.SourceWorker;
import sluice.app.files.UnusableSourceException;
import sluice.app.streams.StreamSource;
import sluice.app.streams.TextInput;
import sluice.app.sync.SyncTerms;
import sluice.app.transfer.ManifestEntry;
import sluice.app.transfer.SendBatch;
import sluice.app.transfer.SendBlock;
import sluice.app.transfer.SourceCommand;
import sluice.app.transfer.SourceResult;

/// What is offered, and who reads it: the disk, or a stream.
interface Sources {
  /// What goes on around the transfer of it.
  ///
  /// @param view the one that the transfer speaks to, where there is anything around it
  default TransferSide around(SendSide transfer, SessionQueue queue, Teller teller, SyncView view) {
    return transfer;
  }

  /// Starts reading for one attempt.
  ///
  /// @param packer packs what was read, where that pays
  Reader open(SessionQueue queue, Packing packer);

  /// Packs what was read and hands it to the session, on the reader's thread.
  private static void hand(SourceResult result, SessionQueue queue, Packing packer) {
    switch (result) {
      case SourceResult.Opened _ -> packer.nextFile();
      case SourceResult.Filled(SendBlock block) -> block.pack(packer::pack);
      case SourceResult.Batched(SendBatch batch) -> batch.pack(packer::pack);
      case SourceResult.Counted _,
          SourceResult.Walked _,
          SourceResult.Unavailable _,
          SourceResult.Unread _,
          SourceResult.Searched _,
          SourceResult.Closed _ -> {}
    }
    queue.post(new Post.SourceDone(result));
  }

  /// Does what an engine asks, and posts each result to the queue.
  record Reader(Consumer<SourceCommand> disk, Runnable closer) implements AutoCloseable {
    @Override
    public void close() {
      closer.run();
    }
  }

  /// @throws UnusableSourceException if it cannot be sent, which is found out before a code is made
  static Sources of(SendOrder order) throws UnusableSourceException {
    return switch (order.payload()) {
      case Payload.Files(List<String> paths, SourceOptions options) ->
          new OfFiles(SourceTree.of(paths, order.name().orElse(null), options));
      case Payload.Sync(String path, SourceOptions options, var comparing) ->
          new OfSync(SourceTree.contentsOf(path, options), comparing);
      case Payload.Stream(String name, StreamSource.Opener opener) ->
          new OfStream(StreamSource.entry(order.name().orElse(name)), opener);
      case Payload.Text(String text) ->
          new OfStream(
              StreamSource.text(text.getBytes(StandardCharsets.UTF_8).length),
              () -> new TextInput(text));
      case Payload.Pipe(StreamSource.Opener in, _) -> pipe(in);
    };
  }

  /// One direction of a pipe.
  static Sources pipe(StreamSource.Opener in) {
    return new OfStream(StreamSource.nameless(), in);
  }

  record OfFiles(SourceTree tree) implements Sources {
    @Override
    public Reader open(SessionQueue queue, Packing packer) {
      SourceWorker worker = new SourceWorker(tree, result -> hand(result, queue, packer));
      return new Reader(worker::execute, worker::close);
    }
  }

  record OfSync(SourceTree tree, SyncTerms.Comparing comparing) implements Sources {
    @Override
    public TransferSide around(
        SendSide transfer, SessionQueue queue, Teller teller, SyncView view) {
      return new SyncSendSide(tree, comparing, transfer, queue, teller, view);
    }

    @Override
    public Reader open(SessionQueue queue, Packing packer) {
      return new OfFiles(tree).open(queue, packer);
    }
  }

  record OfStream(ManifestEntry entry, StreamSource.Opener opener) implements Sources {
    @Override
    public Reader open(SessionQueue queue, Packing packer) {
      StreamSource stream =
          new StreamSource(
              entry,
              opener,
              result -> hand(result, queue, packer),
              sentence -> queue.post(new Post.Note(sentence)));
      return new Reader(stream::execute, stream::close);
    }
  }
}
