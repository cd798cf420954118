package sluice.app.session;

import java.util.Locale;
import java.util.Optional;
import sluice.app.ui.Interrupts;
import sluice.app.ui.Questions;

/// Asks a person without holding up the session: each question waits on a thread of its own, and the
/// answer is posted.
final class Prompter {
  private final Optional<Questions> questions;
  private final SessionQueue queue;

  Prompter(Optional<Questions> questions, SessionQueue queue) {
    this.questions = questions;
    this.queue = queue;
  }

  /// Asks; the answer is posted.
  ///
  /// @param text safe to show
  void ask(Question question, String text) {
    Questions person =
        questions.orElseThrow(() -> new IllegalStateException("there is nobody to ask"));
    Thread.ofPlatform()
        .daemon()
        .name("prompt")
        .start(
            () -> {
              try {
                queue.post(
                    new Post.Answered(question, person.ask(text, Questions.Completion.NONE)));
              } catch (InterruptedException controlC) {
                queue.post(new Post.Stop(Interrupts.Request.INTERRUPT));
              }
            });
  }

  /// Whether the answer means no: said, or by the end of the input.
  static boolean isNo(Optional<String> answer) {
    return answer.isEmpty()
        || (!answer.get().isEmpty() && "no".startsWith(answer.get().toLowerCase(Locale.ROOT)));
  }

  /// Whether the answer means yes.
  ///
  /// @param otherwise what Enter alone means
  static boolean isYes(Optional<String> answer, boolean otherwise) {
    if (answer.isEmpty()) {
      return false;
    }
    String word = answer.get().toLowerCase(Locale.ROOT);
    return word.isEmpty() ? otherwise : "yes".startsWith(word);
  }
}
