package sluice.transport.tcp;

import java.util.Optional;
import javax.net.ssl.SSLContext;

/// Where to connect to, and how.
///
/// @param host a name or an address, without brackets; with a proxy it is left to it to look up
/// @param tls where TLS is wanted: whom to trust
/// @param certifiedName the name that the certificate must have; mostly `host`
public record TcpTarget(
    String host,
    int port,
    Optional<TcpProxy> proxy,
    Optional<SSLContext> tls,
    String certifiedName) {}
