/// Interactive Connectivity Establishment (RFC 8445) with trickled candidates (RFC 8838) and consent freshness
/// (RFC 7675).
@NullMarked
package sluice.transport.ice;

import org.jspecify.annotations.NullMarked;
