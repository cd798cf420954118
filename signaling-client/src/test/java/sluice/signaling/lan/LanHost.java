package sluice.signaling.lan;

import java.security.SecureRandom;
import sluice.signaling.wire.Nameplate;

/// One machine of a LAN, as a process inside a network namespace: `hold NAMEPLATE` answers until its
/// stdin ends, `find NAMEPLATE` prints what it found.
public final class LanHost {
  private LanHost() {}

  public static void main(String[] arguments) throws Exception {
    Nameplate nameplate = new Nameplate(arguments[1]);
    SecureRandom random = new SecureRandom();
    if (arguments[0].equals("hold")) {
      try (LanHolder holder = LanHolder.open(nameplate, 4711, random)) {
        System.out.println("holding " + (holder == null ? "nothing" : nameplate));
        while (System.in.read() >= 0) {
          // Until whoever started this closes the pipe.
        }
      }
    } else {
      System.out.println(LanSearch.find(nameplate, random));
    }
  }
}
