package sluice.transport.sctp.packet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/// Packets that other implementations sent.
enum Captures {
  LIBWEBRTC("libwebrtc.txt", ChecksumRule.CRC32C),
  LIBWEBRTC_TRANSFER("libwebrtc-transfer.txt", ChecksumRule.CRC32C),
  USRSCTP("usrsctp.txt", ChecksumRule.ZERO_ACCEPTABLE);

  private final String resource;
  private final ChecksumRule rule;

  Captures(String resource, ChecksumRule rule) {
    this.resource = resource;
    this.rule = rule;
  }

  ChecksumRule rule() {
    return rule;
  }

  List<ByteBuffer> packets() {
    try (InputStream in = Captures.class.getResourceAsStream(resource)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.substring(line.lastIndexOf(' ') + 1))
          .map(Samples::hex)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Packet read(ByteBuffer packet) {
    return switch (Packet.parse(packet, rule)) {
      case Parsed.Value<Packet>(Packet value) -> value;
      case Parsed.Malformed<Packet>(ParseError error) -> throw new AssertionError(error);
    };
  }
}
