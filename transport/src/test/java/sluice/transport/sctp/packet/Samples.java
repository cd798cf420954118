package sluice.transport.sctp.packet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/// One or more of each kind, with every field different from its neighbours.
final class Samples {
  static final CommonHeader HEADER = new CommonHeader(5000, 5001, 0x89ABCDEF);

  private Samples() {}

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  static ByteBuffer hex(String digits) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(digits.replaceAll("\\s", "")));
  }

  static List<Parameter> parameters() {
    return List.of(
        new HeartbeatInfoParameter(bytes("abcde")),
        new Ipv4AddressParameter(ByteBuffer.wrap(new byte[] {1, 2, 3, 4})),
        new Ipv6AddressParameter(bytes("0123456789abcdef")),
        new StateCookieParameter(bytes("cookie")),
        new UnrecognizedParameter(bytes("1234567")),
        new CookiePreservativeParameter(0x01020304),
        new HostNameAddressParameter(bytes("host.example")),
        new SupportedAddressTypesParameter(List.of(5, 6, 11)),
        new ZeroChecksumAcceptableParameter(ZeroChecksumAcceptableParameter.EDMID_DTLS),
        new SupportedExtensionsParameter(List.of(130, 192, 64)),
        new ForwardTsnSupportedParameter(),
        new UnknownParameter(0x8123, bytes("skip")),
        new UnknownParameter(0xC123, bytes("report")));
  }

  static List<ReConfigParameter> reConfigParameters() {
    return List.of(
        new OutgoingSsnResetRequestParameter(0x01020304, 0x05060708, 0x090A0B0C, List.of(1, 65534)),
        new OutgoingSsnResetRequestParameter(1, 2, 3, List.of()),
        new IncomingSsnResetRequestParameter(0x11121314, List.of(7)),
        new SsnTsnResetRequestParameter(0x21222324),
        new ReConfigResponseParameter(0x31323334, ReConfigResponseParameter.IN_PROGRESS),
        new AddOutgoingStreamsRequestParameter(0x41424344, 0x4546),
        new AddIncomingStreamsRequestParameter(0x51525354, 0x5556));
  }

  static List<ErrorCause> causes() {
    return List.of(
        new InvalidStreamIdentifierCause(0xFEDC),
        new MissingMandatoryParameterCause(List.of(7, 8, 9)),
        new StaleCookieCause(0x01020304),
        new OutOfResourceCause(),
        new UnresolvableAddressCause(hex("000b0008 61620000")),
        new UnrecognizedChunkTypeCause(hex("FE000004")),
        new InvalidMandatoryParameterCause(),
        new UnrecognizedParametersCause(hex("C1230005 FF000000")),
        new NoUserDataCause(0x0A0B0C0D),
        new CookieReceivedWhileShuttingDownCause(),
        new RestartWithNewAddressesCause(hex("00050008 01020304")),
        new UserInitiatedAbortCause(bytes("enough")),
        new ProtocolViolationCause(bytes("tut")),
        new UnknownCause(0x00B0, bytes("auth")));
  }

  static List<Chunk> chunks() {
    return List.of(
        new DataChunk(DataChunk.BEGINNING, 0xFFFFFFFF, 0xFFFE, 0xFFFD, 51, bytes("a")),
        new DataChunk(DataChunk.UNORDERED | DataChunk.IMMEDIATE, 7, 1, 2, 53, bytes("abcd")),
        new DataChunk(DataChunk.ENDING, 8, 3, 4, 0, bytes("")),
        new InitChunk(0x81828384, 0xF1F2F3F4L, 0xFFFF, 0x7FFF, 0x91929394, parameters()),
        new InitChunk(1, 0, 1, 2, 3, List.of()),
        new InitAckChunk(0x81828384, 0xF1F2F3F4L, 0xFFFF, 0x7FFF, 0x91929394, parameters()),
        new SackChunk(5, 0xFFFFFFFFL, List.of(), List.of()),
        new SackChunk(
            0x80000001,
            100_000,
            List.of(new SackChunk.GapBlock(2, 3), new SackChunk.GapBlock(5, 65535)),
            List.of(-1, 2, 3)),
        new HeartbeatChunk(new HeartbeatInfoParameter(bytes("when"))),
        new HeartbeatAckChunk(new HeartbeatInfoParameter(bytes("whenandwhere1"))),
        new AbortChunk(true, causes()),
        new AbortChunk(false, List.of()),
        new ShutdownChunk(0x71727374),
        new ShutdownAckChunk(),
        new ErrorChunk(causes()),
        new CookieEchoChunk(bytes("cookie!")),
        new CookieAckChunk(),
        new ShutdownCompleteChunk(true),
        new ShutdownCompleteChunk(false),
        new ReConfigChunk(reConfigParameters().subList(0, 1)),
        new ReConfigChunk(reConfigParameters().subList(1, 3)),
        new ReConfigChunk(reConfigParameters().subList(3, 4)),
        new ReConfigChunk(reConfigParameters().subList(4, 5)),
        new ReConfigChunk(reConfigParameters().subList(5, 7)),
        new ForwardTsnChunk(0x61626364, List.of()),
        new ForwardTsnChunk(
            9,
            List.of(
                new ForwardTsnChunk.SkippedStream(1, 65535),
                new ForwardTsnChunk.SkippedStream(65535, 0))),
        new IDataChunk(DataChunk.BEGINNING, 1, 2, 3, 51, bytes("abc")),
        new IForwardTsnChunk(
            10,
            List.of(
                new IForwardTsnChunk.SkippedMessage(1, true, -1),
                new IForwardTsnChunk.SkippedMessage(2, false, 77))),
        new PadChunk(0),
        new PadChunk(9),
        new UnknownChunk(0x3F, 0xAA, bytes("stop")),
        new UnknownChunk(0xFE, 0x55, bytes("x")));
  }

  static ByteBuffer written(Chunk chunk) {
    ByteBuffer buffer = ByteBuffer.allocate(chunk.paddedBytes());
    chunk.writeTo(buffer);
    return buffer.flip();
  }

  static ByteBuffer written(ChecksumRule rule, Chunk... chunks) {
    Packet packet = new Packet(HEADER, List.of(chunks));
    ByteBuffer buffer = ByteBuffer.allocate(packet.sizeBytes());
    packet.writeTo(buffer, rule);
    return buffer.flip();
  }
}
