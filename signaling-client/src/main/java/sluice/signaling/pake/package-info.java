/// SPAKE2 (RFC 9382) with P-256, SHA-256, HKDF and HMAC, and what it stands on.
///
/// Curve arithmetic is BouncyCastle's; hashes are the JDK's.
@NullMarked
package sluice.signaling.pake;

import org.jspecify.annotations.NullMarked;
