/// TCP and TLS connections for the loop, through proxies too. Each has virtual threads of its own and tells the loop's
/// thread what comes.
@NullMarked
package sluice.transport.tcp;

import org.jspecify.annotations.NullMarked;
