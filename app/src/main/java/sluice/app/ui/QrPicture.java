package sluice.app.ui;

import io.nayuki.qrcodegen.QrCode;

/// A text as a QR code, drawn with half blocks: each character shows two modules above each other.
final class QrPicture {
  /// ISO/IEC 18004: four modules on all sides.
  private static final int QUIET_ZONE = 4;

  private static final String BLACK_ON_WHITE = "\u001b[38;5;16;48;5;231m";
  private static final String USUAL = "\u001b[0m";

  private QrPicture() {}

  /// Its lines. Where colours may be used, dark is black whatever the terminal's own colours are;
  /// without them light modules are drawn and dark ones are left out, as on a dark terminal.
  static String of(String text, Screen.Style style) {
    QrCode code = QrCode.encodeText(text, QrCode.Ecc.LOW);
    StringBuilder picture = new StringBuilder();
    for (int y = -QUIET_ZONE; y < code.size + QUIET_ZONE; y += 2) {
      picture.append(style == Screen.Style.COLOURED ? BLACK_ON_WHITE : "");
      for (int x = -QUIET_ZONE; x < code.size + QUIET_ZONE; x++) {
        boolean upper = code.getModule(x, y) == (style == Screen.Style.COLOURED);
        boolean lower = code.getModule(x, y + 1) == (style == Screen.Style.COLOURED);
        picture.append(upper ? lower ? '█' : '▀' : lower ? '▄' : ' ');
      }
      picture.append(style == Screen.Style.COLOURED ? USUAL : "").append(System.lineSeparator());
    }
    return picture.toString();
  }
}
