package sluice.transport.sctp;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// All that is needed to set an association up when the COOKIE ECHO comes, so that an INIT costs no memory (RFC 9260,
/// section 5.1.3). Authenticated by HMAC-SHA256 under a key that only this end has.
///
/// @param createdNanos when it was made; it is stale {@link #LIFE_NANOS} later
/// @param localTieTag and peerTieTag: the tags of the association that existed then, or 0
record StateCookie(
    long createdNanos,
    int localTag,
    int peerTag,
    int localInitialTsn,
    int peerInitialTsn,
    long peerWindowBytes,
    int outboundStreams,
    int inboundStreams,
    Capabilities peer,
    int localTieTag,
    int peerTieTag) {

  /// Valid.Cookie.Life (RFC 9260, section 16).
  static final long LIFE_NANOS = 60_000_000_000L;

  private static final int CONTENT_BYTES = 52;
  private static final int MAC_BYTES = 32;
  private static final String ALGORITHM = "HmacSHA256";

  /// Seals cookies and opens them again.
  static final class Seal {
    private final Mac mac;

    Seal(RandomGenerator random) {
      byte[] key = new byte[MAC_BYTES];
      random.nextBytes(key);
      try {
        mac = Mac.getInstance(ALGORITHM);
        mac.init(new SecretKeySpec(key, ALGORITHM));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
      }
    }

    ByteBuffer seal(StateCookie cookie) {
      ByteBuffer out = ByteBuffer.allocate(CONTENT_BYTES + MAC_BYTES);
      cookie.write(out);
      out.put(mac.doFinal(Arrays.copyOf(out.array(), CONTENT_BYTES)));
      return out.flip();
    }

    /// The cookie, or null where we did not make it.
    @Nullable StateCookie open(ByteBuffer sealed) {
      if (sealed.remaining() != CONTENT_BYTES + MAC_BYTES) {
        return null;
      }
      byte[] content = new byte[CONTENT_BYTES];
      byte[] tag = new byte[MAC_BYTES];
      sealed.duplicate().get(content).get(tag);
      return MessageDigest.isEqual(mac.doFinal(content), tag)
          ? read(ByteBuffer.wrap(content))
          : null;
    }
  }

  boolean isStale(long nowNanos) {
    return nowNanos - createdNanos > LIFE_NANOS;
  }

  private void write(ByteBuffer out) {
    out.putLong(createdNanos)
        .putInt(localTag)
        .putInt(peerTag)
        .putInt(localInitialTsn)
        .putInt(peerInitialTsn)
        .putInt((int) peerWindowBytes)
        .putShort((short) outboundStreams)
        .putShort((short) inboundStreams)
        .putInt(peer.bits())
        .putInt(peer.packetBytes())
        .putInt(localTieTag)
        .putInt(peerTieTag)
        .putInt(0);
  }

  private static StateCookie read(ByteBuffer in) {
    long created = in.getLong();
    int localTag = in.getInt();
    int peerTag = in.getInt();
    int localTsn = in.getInt();
    int peerTsn = in.getInt();
    long window = in.getInt() & 0xFFFF_FFFFL;
    int outbound = in.getShort() & 0xFFFF;
    int inbound = in.getShort() & 0xFFFF;
    Capabilities peer = Capabilities.ofBits(in.getInt(), in.getInt());
    return new StateCookie(
        created,
        localTag,
        peerTag,
        localTsn,
        peerTsn,
        window,
        outbound,
        inbound,
        peer,
        in.getInt(),
        in.getInt());
  }
}
