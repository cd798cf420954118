package sluice.signaling.code;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sluice.signaling.wire.Nameplate;

/// Reads `NAMEPLATE-SECRET[@RELAY]` as a person types it.
public final class CodeReader {
  private static final int MAX_TYPED = 512;
  private static final int MAX_RELAY = 260;
  private static final Pattern BLANKS_AND_DASHES = Pattern.compile("[\\s\\p{Zs}\\p{Pd}]+");
  private static final Pattern NUMBER = Pattern.compile("([0-9]+)(?:-(.*))?", Pattern.DOTALL);
  private static final Pattern RELAY =
      Pattern.compile("(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:.]+])(?::([0-9]{1,5}))?");

  private CodeReader() {}

  /// What a text turned out to be.
  public sealed interface Result {}

  /// The parts of a code.
  public record Parts(Nameplate nameplate, Secret secret, @Nullable String relay)
      implements Result {}

  /// No code.
  public record Refused(CodeProblem problem) implements Result {}

  /// Reads a code; never throws.
  public static Result read(String typed) {
    if (typed.length() > MAX_TYPED) {
      return new Refused(new CodeProblem.NotText());
    }
    String text = Normalizer.normalize(typed, Normalizer.Form.NFC).strip();
    if (text.codePoints().anyMatch(CodeReader::isUnreadable)) {
      return new Refused(new CodeProblem.NotText());
    }
    int at = text.lastIndexOf('@');
    String relay = at < 0 ? null : text.substring(at + 1).strip().toLowerCase(Locale.ROOT);
    if (relay != null && !isRelay(relay)) {
      return new Refused(new CodeProblem.BadRelay(relay));
    }
    return readCode(normalise(at < 0 ? text : text.substring(0, at)), relay);
  }

  private static Result readCode(String text, @Nullable String relay) {
    if (text.isEmpty()) {
      return new Refused(new CodeProblem.Empty());
    }
    Matcher number = NUMBER.matcher(text);
    if (!number.matches()) {
      return new Refused(new CodeProblem.NoNumber());
    }
    String digits = number.group(1);
    if (!Nameplate.isValid(digits)) {
      return new Refused(new CodeProblem.BadNumber(digits));
    }
    String secret = number.group(2);
    if (secret == null || secret.isEmpty()) {
      return new Refused(new CodeProblem.NoSecret(digits));
    }
    return switch (SecretReader.read(secret)) {
      case SecretReader.Valid valid ->
          new Parts(new Nameplate(digits), new Secret(valid.canonical()), relay);
      case SecretReader.Refused refused -> new Refused(refused.problem());
    };
  }

  /// Section 1, step 2.
  private static String normalise(String text) {
    String dashed = BLANKS_AND_DASHES.matcher(text.strip()).replaceAll("-");
    String lower = dashed.toLowerCase(Locale.ROOT);
    return lower.endsWith("-") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private static boolean isUnreadable(int codePoint) {
    int type = Character.getType(codePoint);
    return (Character.isISOControl(codePoint) && !Character.isWhitespace(codePoint))
        || type == Character.SURROGATE
        || type == Character.FORMAT;
  }

  private static boolean isRelay(String relay) {
    Matcher form = RELAY.matcher(relay);
    if (relay.length() > MAX_RELAY || !form.matches()) {
      return false;
    }
    String port = form.group(1);
    if (port == null) {
      return true;
    }
    int number = Integer.parseInt(port);
    return number > 0 && number <= 65_535;
  }
}
