package sluice.transport.ice;

/// Who nominates (RFC 8445, section 6.1.1): the end that offered first.
public enum IceRole {
  CONTROLLING,
  CONTROLLED
}
