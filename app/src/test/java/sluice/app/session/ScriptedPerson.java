package sluice.app.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import sluice.app.ui.Questions;

/// A person who gives prepared answers, and then presses Ctrl-C.
final class ScriptedPerson implements Questions {
  private final Queue<String> answers;
  private final List<String> questions = new ArrayList<>();

  ScriptedPerson(String... answers) {
    this.answers = new ArrayDeque<>(List.of(answers));
  }

  @Override
  public synchronized Optional<String> ask(String question, Completion completion)
      throws InterruptedException {
    questions.add(question);
    String answer = answers.poll();
    if (answer == null) {
      throw new InterruptedException("Ctrl-C");
    }
    return Optional.of(answer);
  }

  synchronized List<String> questions() {
    return List.copyOf(questions);
  }
}
