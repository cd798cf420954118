package sluice.app.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import sluice.app.Escaper;
import sluice.app.files.posix.PosixException;
import sluice.app.transfer.AbandonReason;
import sluice.app.transfer.ErrorCode;

/// What a failed call on the disk means.
final class DiskProblem {
  private DiskProblem() {}

  /// For writing, at the receiver.
  static ErrorCode code(IOException problem) {
    return switch (problem) {
      case PosixException e -> code(e.errno());
      case AccessDeniedException e -> ErrorCode.NOT_PERMITTED;
      case FileAlreadyExistsException e -> ErrorCode.EXISTS;
      default -> codeOfText(String.valueOf(problem.getMessage()).toLowerCase(Locale.ROOT));
    };
  }

  private static ErrorCode code(int errno) {
    return switch (errno) {
      case PosixException.ENOSPC -> ErrorCode.DISK_FULL;
      case PosixException.EDQUOT -> ErrorCode.QUOTA;
      case PosixException.EACCES, PosixException.EPERM -> ErrorCode.NOT_PERMITTED;
      case PosixException.EROFS -> ErrorCode.READ_ONLY;
      case PosixException.ENAMETOOLONG -> ErrorCode.NAME_TOO_LONG;
      case PosixException.EEXIST, PosixException.EISDIR, PosixException.ENOTEMPTY ->
          ErrorCode.EXISTS;
      default -> ErrorCode.WRITE_FAILED;
    };
  }

  /// The JDK gives most of them only as the system's words.
  private static ErrorCode codeOfText(String text) {
    if (text.contains("no space left") || text.contains("not enough space")) {
      return ErrorCode.DISK_FULL;
    }
    if (text.contains("quota")) {
      return ErrorCode.QUOTA;
    }
    if (text.contains("read-only")) {
      return ErrorCode.READ_ONLY;
    }
    return text.contains("name too long") ? ErrorCode.NAME_TOO_LONG : ErrorCode.WRITE_FAILED;
  }

  /// The cause alone, for a sentence that names the file itself. Escaped: the JDK's words may hold names.
  static String words(IOException problem) {
    return switch (code(problem)) {
      case DISK_FULL -> "the disk is full";
      case QUOTA -> "your quota on this disk is used up";
      case NOT_PERMITTED -> "writing there is not permitted";
      case READ_ONLY -> "the file system is read-only";
      case NAME_TOO_LONG -> "the file system does not take so long a name";
      case EXISTS -> "it exists already";
      default -> Escaper.escape(String.valueOf(problem.getMessage()));
    };
  }

  /// For opening a source.
  static AbandonReason reason(IOException problem) {
    return switch (problem) {
      case PosixException e ->
          switch (e.errno()) {
            case PosixException.ENOENT, PosixException.ENOTDIR, PosixException.ELOOP ->
                AbandonReason.NOT_FOUND;
            case PosixException.EACCES, PosixException.EPERM -> AbandonReason.UNREADABLE;
            default -> AbandonReason.READ_ERROR;
          };
      case NoSuchFileException e -> AbandonReason.NOT_FOUND;
      case AccessDeniedException e -> AbandonReason.UNREADABLE;
      default -> AbandonReason.READ_ERROR;
    };
  }
}
