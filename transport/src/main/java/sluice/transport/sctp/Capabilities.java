package sluice.transport.sctp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import sluice.transport.sctp.packet.ForwardTsnChunk;
import sluice.transport.sctp.packet.ForwardTsnSupportedParameter;
import sluice.transport.sctp.packet.PadChunk;
import sluice.transport.sctp.packet.Parameter;
import sluice.transport.sctp.packet.ReConfigChunk;
import sluice.transport.sctp.packet.SupportedExtensionsParameter;
import sluice.transport.sctp.packet.UnknownParameter;
import sluice.transport.sctp.packet.ZeroChecksumAcceptableParameter;

/// What one end announces in its INIT or INIT ACK beyond RFC 9260.
///
/// @param packetBytes the largest packet that a sluice at the other end is ready to receive; 0 for others
record Capabilities(Set<Feature> features, int packetBytes) {
  /// A parameter of our own, by which two sluices know each other: its value is the largest packet, in bytes, as 32
  /// bits. The type's highest bits 10 tell everybody else to skip it without a report.
  static final int SLUICE_PARAMETER_TYPE = 0xB5C7;

  static final Capabilities NONE = new Capabilities(Set.of(), 0);

  enum Feature {
    /// RFC 3758.
    FORWARD_TSN,
    /// RFC 6525.
    RE_CONFIG,
    /// RFC 9653, with DTLS below.
    ZERO_CHECKSUM,
    /// The other end is a sluice.
    SLUICE
  }

  Capabilities {
    features = Set.copyOf(features);
  }

  boolean has(Feature feature) {
    return features.contains(feature);
  }

  /// Reads the parameters of an INIT or INIT ACK.
  static Capabilities of(List<Parameter> parameters) {
    EnumSet<Feature> found = EnumSet.noneOf(Feature.class);
    int packetBytes = 0;
    for (Parameter parameter : parameters) {
      switch (parameter) {
        case ForwardTsnSupportedParameter forwardTsn -> found.add(Feature.FORWARD_TSN);
        case SupportedExtensionsParameter(List<Integer> chunkTypes) -> {
          if (chunkTypes.contains(ForwardTsnChunk.TYPE)) {
            found.add(Feature.FORWARD_TSN);
          }
          if (chunkTypes.contains(ReConfigChunk.TYPE)) {
            found.add(Feature.RE_CONFIG);
          }
        }
        case ZeroChecksumAcceptableParameter(int method)
            when method == ZeroChecksumAcceptableParameter.EDMID_DTLS ->
            found.add(Feature.ZERO_CHECKSUM);
        case UnknownParameter unknown when isSluice(unknown) -> {
          found.add(Feature.SLUICE);
          packetBytes = unknown.value().getInt();
        }
        default -> {}
      }
    }
    return new Capabilities(found, packetBytes);
  }

  static boolean isSluice(UnknownParameter parameter) {
    return parameter.type() == SLUICE_PARAMETER_TYPE
        && parameter.value().remaining() >= Integer.BYTES;
  }

  /// What we announce.
  static List<Parameter> announced(AssociationOptions options) {
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(
        new SupportedExtensionsParameter(
            List.of(ReConfigChunk.TYPE, PadChunk.TYPE, ForwardTsnChunk.TYPE)));
    parameters.add(new ForwardTsnSupportedParameter());
    if (options.zeroChecksum() == AssociationOptions.ZeroChecksum.OFFERED) {
      parameters.add(
          new ZeroChecksumAcceptableParameter(ZeroChecksumAcceptableParameter.EDMID_DTLS));
    }
    ByteBuffer packetBytes = ByteBuffer.allocate(Integer.BYTES);
    packetBytes.putInt(0, options.maxPacketBytes());
    parameters.add(new UnknownParameter(SLUICE_PARAMETER_TYPE, packetBytes));
    return parameters;
  }

  /// As bits, for the state cookie.
  int bits() {
    int bits = 0;
    for (Feature feature : features) {
      bits |= 1 << feature.ordinal();
    }
    return bits;
  }

  static Capabilities ofBits(int bits, int packetBytes) {
    EnumSet<Feature> found = EnumSet.noneOf(Feature.class);
    for (Feature feature : Feature.values()) {
      if ((bits & (1 << feature.ordinal())) != 0) {
        found.add(feature);
      }
    }
    return new Capabilities(found, packetBytes);
  }
}
