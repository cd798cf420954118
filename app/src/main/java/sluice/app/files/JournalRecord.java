package sluice.app.files;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import sluice.app.transfer.FileName;
import sluice.app.transfer.Limits;

/// A line of the journal in a part directory (`docs/file-transfer.md`, "The journal"). On the disk: two bytes of length,
/// so many bytes (the first of them says which record this is), and the CRC-32C of both.
sealed interface JournalRecord {
  /// What no record exceeds.
  int MAX_BYTES = 8_192;

  /// What no journal exceeds that is read.
  int MAX_JOURNAL_BYTES = 16 << 20;

  int BOOT_BYTES = 16;

  /// The journal begins, in this boot of the machine.
  record Boot(byte[] id) implements JournalRecord {}

  /// Something with this name at the top level is stored.
  record Root(FileName name) implements JournalRecord {}

  /// A part file is begun.
  record Begun(int id, FileName path, long sizeBytes) implements JournalRecord {}

  /// The operating system has these bytes of it.
  record Written(int id, long from, long to) implements JournalRecord {}

  /// The disk has them.
  record Durable(int id, long from, long to) implements JournalRecord {}

  /// A directory is about to be made, and has no attributes yet.
  record Entered(FileName path) implements JournalRecord {}

  /// It has them.
  record Left(FileName path) implements JournalRecord {}

  /// A file is about to be stored under another name than it was offered with.
  record Named(FileName path, FileName name) implements JournalRecord {}

  /// A part file has its final name, or is gone.
  record Forgotten(int id) implements JournalRecord {}

  /// Reads records up to the end, or to the first that is not whole: that one was being written when all ended.
  static List<JournalRecord> readAll(byte[] journal) {
    List<JournalRecord> records = new ArrayList<>();
    ByteBuffer from = ByteBuffer.wrap(journal);
    JournalRecord next = read(from);
    while (next != null) {
      records.add(next);
      next = read(from);
    }
    return records;
  }

  private static @Nullable JournalRecord read(ByteBuffer from) {
    if (from.remaining() < Short.BYTES) {
      return null;
    }
    int start = from.position();
    int length = Short.toUnsignedInt(from.getShort());
    if (length == 0 || length > MAX_BYTES || from.remaining() < length + Integer.BYTES) {
      return null;
    }
    ByteBuffer body = from.slice(from.position(), length);
    from.position(from.position() + length);
    CRC32C sum = new CRC32C();
    sum.update(from.slice(start, Short.BYTES + length));
    if (from.getInt() != (int) sum.getValue()) {
      return null;
    }
    try {
      JournalRecord record = parse(body);
      return body.hasRemaining() ? null : record;
    } catch (BufferUnderflowException e) {
      return null;
    }
  }

  private static @Nullable JournalRecord parse(ByteBuffer body) {
    return switch (body.get()) {
      case 1 -> {
        byte[] id = new byte[BOOT_BYTES];
        body.get(id);
        yield new Boot(id);
      }
      case 2 -> new Root(name(body));
      case 3 -> {
        int id = body.getInt();
        long size = body.getLong();
        if (id < 0 || size < 0) {
          yield null;
        }
        yield new Begun(id, name(body), size);
      }
      case 4 -> span(body);
      case 5 -> {
        Written span = span(body);
        if (span == null) {
          yield null;
        }
        yield new Durable(span.id(), span.from(), span.to());
      }
      case 6 -> new Entered(name(body));
      case 7 -> new Left(name(body));
      case 8 -> new Named(name(body), name(body));
      case 9 -> new Forgotten(body.getInt());
      default -> null;
    };
  }

  private static @Nullable Written span(ByteBuffer body) {
    int id = body.getInt();
    long from = body.getLong();
    long to = body.getLong();
    if (id < 0 || from < 0 || to <= from || to > Limits.MAX_NUMBER) {
      return null;
    }
    return new Written(id, from, to);
  }

  private static FileName name(ByteBuffer body) {
    byte[] name = new byte[Short.toUnsignedInt(body.getShort())];
    body.get(name);
    return FileName.ofBytes(name);
  }

  /// As it stands in the journal.
  default byte[] bytes() {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(body)) {
      write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("an array takes all", e);
    }
    int length = body.size();
    ByteBuffer record = ByteBuffer.allocate(Short.BYTES + length + Integer.BYTES);
    record.putShort((short) length).put(body.toByteArray());
    CRC32C sum = new CRC32C();
    sum.update(record.array(), 0, Short.BYTES + length);
    return record.putInt((int) sum.getValue()).array();
  }

  private void write(DataOutputStream out) throws IOException {
    switch (this) {
      case Boot(byte[] id) -> {
        out.writeByte(1);
        out.write(id);
      }
      case Root(FileName name) -> {
        out.writeByte(2);
        write(out, name);
      }
      case Begun(int id, FileName path, long size) -> {
        out.writeByte(3);
        out.writeInt(id);
        out.writeLong(size);
        write(out, path);
      }
      case Written(int id, long from, long to) -> write(out, 4, id, from, to);
      case Durable(int id, long from, long to) -> write(out, 5, id, from, to);
      case Entered(FileName path) -> {
        out.writeByte(6);
        write(out, path);
      }
      case Left(FileName path) -> {
        out.writeByte(7);
        write(out, path);
      }
      case Forgotten(int id) -> {
        out.writeByte(9);
        out.writeInt(id);
      }
      case Named(FileName path, FileName name) -> {
        out.writeByte(8);
        write(out, path);
        write(out, name);
      }
    }
  }

  private static void write(DataOutputStream out, int kind, int id, long from, long to)
      throws IOException {
    out.writeByte(kind);
    out.writeInt(id);
    out.writeLong(from);
    out.writeLong(to);
  }

  private static void write(DataOutputStream out, FileName name) throws IOException {
    out.writeShort(name.length());
    out.write(name.bytes());
  }
}
