package sluice.transport.turn;

import java.net.InetSocketAddress;
import sluice.transport.stun.StunMessage;

/// What a server is asked for.
sealed interface TurnRequest {
  int ALLOCATE = 0x0003;
  int REFRESH = 0x0004;
  int SEND_INDICATION = 0x0016;
  int DATA_INDICATION = 0x0017;
  int CREATE_PERMISSION = 0x0008;
  int CHANNEL_BIND = 0x0009;
  int BINDING_INDICATION = 0x0011;

  int SUCCESS_CLASS = 0x0100;
  int ERROR_CLASS = 0x0110;

  int CHANNEL_NUMBER = 0x000C;
  int LIFETIME = 0x000D;
  int XOR_PEER_ADDRESS = 0x0012;
  int DATA = 0x0013;
  int REALM = 0x0014;
  int NONCE = 0x0015;
  int XOR_RELAYED_ADDRESS = 0x0016;
  int REQUESTED_ADDRESS_FAMILY = 0x0017;
  int REQUESTED_TRANSPORT = 0x0019;
  int ADDITIONAL_ADDRESS_FAMILY = 0x8000;
  int ALTERNATE_DOMAIN = 0x8003;
  int ALTERNATE_SERVER = 0x8023;

  int IPV4 = 0x0100_0000;
  int IPV6 = 0x0200_0000;
  int UDP = 17 << 24;

  /// The message's type.
  int type();

  void write(StunMessage.Writer message);

  record Allocate(TurnSettings.Families families, int lifetimeSeconds) implements TurnRequest {
    @Override
    public int type() {
      return ALLOCATE;
    }

    @Override
    public void write(StunMessage.Writer message) {
      message.number(REQUESTED_TRANSPORT, UDP).number(LIFETIME, lifetimeSeconds);
      switch (families) {
        case IPV4 -> {} // RFC 8656, section 7.1: the family when none is asked for.
        case IPV6 -> message.number(REQUESTED_ADDRESS_FAMILY, IPV6);
        // RFC 8656, section 18.11: "The only supported value for the Family field is 0x02 (IPv6)".
        case BOTH -> message.number(ADDITIONAL_ADDRESS_FAMILY, IPV6);
      }
    }
  }

  /// @param lifetimeSeconds 0 to give the allocation back
  record Refresh(int lifetimeSeconds) implements TurnRequest {
    @Override
    public int type() {
      return REFRESH;
    }

    @Override
    public void write(StunMessage.Writer message) {
      message.number(LIFETIME, lifetimeSeconds);
    }
  }

  /// One peer for each request: a server that refuses one of several refuses them all.
  record CreatePermission(InetSocketAddress peer) implements TurnRequest {
    @Override
    public int type() {
      return CREATE_PERMISSION;
    }

    @Override
    public void write(StunMessage.Writer message) {
      message.xorAddress(XOR_PEER_ADDRESS, peer);
    }
  }

  record ChannelBind(int channel, InetSocketAddress peer) implements TurnRequest {
    @Override
    public int type() {
      return CHANNEL_BIND;
    }

    @Override
    public void write(StunMessage.Writer message) {
      message.number(CHANNEL_NUMBER, channel << 16).xorAddress(XOR_PEER_ADDRESS, peer);
    }
  }
}
