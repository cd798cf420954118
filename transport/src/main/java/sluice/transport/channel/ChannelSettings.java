package sluice.transport.channel;

import sluice.transport.sctp.SendOptions;

/// What both ends of a channel agree on when it is opened.
///
/// @param label a name, neither unique nor trusted; may be empty
/// @param protocol the subprotocol's name, empty for none
public record ChannelSettings(
    String label, String protocol, SendOptions.Ordering ordering, Reliability reliability) {

  /// An ordered and reliable channel without a subprotocol.
  public static ChannelSettings reliable(String label) {
    return new ChannelSettings(label, "", SendOptions.Ordering.ORDERED, new Reliability.Reliable());
  }

  SendOptions sendOptions() {
    return sendOptions(ordering);
  }

  SendOptions sendOptions(SendOptions.Ordering order) {
    return switch (reliability) {
      case Reliability.Reliable() ->
          new SendOptions(order, SendOptions.UNLIMITED, SendOptions.FOREVER);
      case Reliability.MaxRetransmits(long count) ->
          new SendOptions(order, (int) Math.min(count, SendOptions.UNLIMITED), SendOptions.FOREVER);
      case Reliability.MaxLifetime(long millis) ->
          new SendOptions(order, SendOptions.UNLIMITED, millis * 1_000_000);
    };
  }
}
