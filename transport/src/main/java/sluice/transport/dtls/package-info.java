/// DTLS 1.2 (RFC 6347) as WebRTC uses it (RFC 8827): a handshake between two self-signed
/// certificates whose fingerprints came through signaling, then application data under the keys
/// of that handshake.
///
/// The handshake and its alerts are BouncyCastle's; this package alone imports it. Application data
/// never touches BouncyCastle: [RecordProtection] seals and opens it. Why, and by which rules, stands
/// in `docs/decisions/record-protection.md`.
@NullMarked
package sluice.transport.dtls;

import org.jspecify.annotations.NullMarked;
