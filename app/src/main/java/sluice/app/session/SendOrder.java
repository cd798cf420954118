package sluice.app.session;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import sluice.signaling.CodeChoice;

/// What a sender is to do.
///
/// @param name what the stream or the only file is offered as instead of its own name
/// @param code fresh words or a given code
/// @param codeFile where the code is written as well
public record SendOrder(
    Payload payload,
    Optional<String> name,
    CodeChoice code,
    Optional<Path> codeFile,
    Set<Extra> extras,
    Meeting meeting) {
  /// What is done beside sending.
  public enum Extra {
    /// Both sides show the SHA-256 of each file.
    SHA256,
    /// The sender compares four words with the receiver before anything is offered.
    VERIFY,
    /// The command for the other side is shown as a QR code as well.
    QR,
    /// The command for the other side is put into the clipboard.
    CLIP
  }

  public SendOrder {
    extras = Set.copyOf(extras);
  }
}
