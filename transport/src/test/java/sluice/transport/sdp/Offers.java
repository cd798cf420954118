package sluice.transport.sdp;

import java.util.List;

/// Offers in the form that browsers and libraries give them.
final class Offers {
  static final String HASH =
      "7B:8B:F0:65:5F:78:E2:51:3B:AC:6F:F3:3F:46:1B:35:DC:B8:5F:64:1A:24:C2:43:F0:A1:58:D0:A1:2C:19:08";

  static final String CHROME =
      """
      v=0
      o=- 6728094325214213187 2 IN IP4 127.0.0.1
      s=-
      t=0 0
      a=group:BUNDLE 0
      a=extmap-allow-mixed
      a=msid-semantic: WMS
      m=application 9 UDP/DTLS/SCTP webrtc-datachannel
      c=IN IP4 0.0.0.0
      a=ice-ufrag:Gh3k
      a=ice-pwd:n4H/9TRTqc9xFEZ4yJ8pX0aB
      a=ice-options:trickle
      a=fingerprint:sha-256 %s
      a=setup:actpass
      a=mid:0
      a=sctp-port:5000
      a=max-message-size:262144
      """
          .formatted(HASH);

  static final String CHROME_WITH_CANDIDATES =
      """
      v=0
      o=- 6728094325214213187 2 IN IP4 127.0.0.1
      s=-
      t=0 0
      a=group:BUNDLE 0
      a=extmap-allow-mixed
      a=msid-semantic: WMS
      m=application 51472 UDP/DTLS/SCTP webrtc-datachannel
      c=IN IP4 203.0.113.7
      a=candidate:1467250027 1 udp 2122260223 9f0c2f0a-61a5-4e0d-9f5c-2f1d9a6a5e9b.local 51472 typ host generation 0 network-id 1 network-cost 10
      a=candidate:842163049 1 udp 1677729535 203.0.113.7 51472 typ srflx raddr 0.0.0.0 rport 0 generation 0 network-id 1 network-cost 10
      a=candidate:1467250027 1 tcp 1518280447 192.0.2.4 9 typ host tcptype active generation 0 network-id 1
      a=ice-ufrag:Gh3k
      a=ice-pwd:n4H/9TRTqc9xFEZ4yJ8pX0aB
      a=ice-options:trickle renomination
      a=fingerprint:sha-256 %s
      a=setup:actpass
      a=mid:0
      a=sctp-port:5000
      a=max-message-size:262144
      """
          .formatted(HASH);

  static final String CHROME_WITH_MEDIA =
      """
      v=0
      o=- 1 2 IN IP4 127.0.0.1
      s=-
      t=0 0
      a=group:BUNDLE 0 1 2
      m=audio 9 UDP/TLS/RTP/SAVPF 111 63
      c=IN IP4 0.0.0.0
      a=rtcp:9 IN IP4 0.0.0.0
      a=ice-ufrag:Gh3k
      a=ice-pwd:n4H/9TRTqc9xFEZ4yJ8pX0aB
      a=ice-options:trickle
      a=fingerprint:sha-256 %1$s
      a=setup:actpass
      a=mid:0
      a=sendrecv
      a=rtpmap:111 opus/48000/2
      m=application 0 UDP/DTLS/SCTP webrtc-datachannel
      c=IN IP4 0.0.0.0
      a=bundle-only
      a=mid:1
      a=sctp-port:5000
      m=video 9 UDP/TLS/RTP/SAVPF 96
      c=IN IP4 0.0.0.0
      a=setup:actpass
      a=mid:2
      """
          .formatted(HASH);

  static final String FIREFOX =
      """
      v=0
      o=mozilla...THIS_IS_SDPARTA-99.0 5652316476243345354 0 IN IP4 0.0.0.0
      s=-
      t=0 0
      a=fingerprint:sha-256 %s
      a=group:BUNDLE 0
      a=ice-options:trickle
      a=msid-semantic:WMS *
      m=application 9 UDP/DTLS/SCTP webrtc-datachannel
      c=IN IP4 0.0.0.0
      a=sendrecv
      a=ice-pwd:8f2e9a2d5ab6b3a7cc3cf6dfe5a6f3c1
      a=ice-ufrag:5d0b9e2a
      a=mid:0
      a=setup:actpass
      a=sctp-port:5000
      a=max-message-size:1073741823
      """
          .formatted(HASH);

  static final String SAFARI =
      """
      v=0
      o=- 4190843915126583245 2 IN IP4 127.0.0.1
      s=-
      t=0 0
      a=group:BUNDLE 0
      a=extmap-allow-mixed
      a=msid-semantic: WMS
      m=application 9 UDP/DTLS/SCTP webrtc-datachannel
      c=IN IP4 0.0.0.0
      a=ice-ufrag:wq1P
      a=ice-pwd:GgFmkxoNqd0hWdhhOZqUv9jH
      a=ice-options:trickle
      a=fingerprint:sha-256 %s
      a=setup:actpass
      a=mid:0
      a=sctp-port:5000
      a=max-message-size:262144
      """
          .formatted(HASH);

  static final String LIBDATACHANNEL =
      """
      v=0
      o=rtc 3270294034 0 IN IP4 127.0.0.1
      s=-
      t=0 0
      a=group:BUNDLE 0
      a=group:LS 0
      a=msid-semantic:WMS *
      a=ice-options:ice2,trickle
      a=fingerprint:sha-256 %s
      m=application 9 UDP/DTLS/SCTP webrtc-datachannel
      c=IN IP4 0.0.0.0
      a=mid:0
      a=sendrecv
      a=sctp-port:5000
      a=max-message-size:262144
      a=setup:actpass
      a=ice-ufrag:kUe9
      a=ice-pwd:Kz2zWxA5sJj5cQVJ9Drq5W
      a=candidate:1 1 UDP 2122317823 192.0.2.30 54321 typ host
      a=end-of-candidates
      """
          .formatted(HASH);

  static final String AIORTC =
      """
      v=0
      o=- 3922345678 3922345678 IN IP4 0.0.0.0
      s=-
      t=0 0
      a=group:BUNDLE 0
      a=msid-semantic:WMS *
      m=application 44123 DTLS/SCTP 5000
      c=IN IP4 192.0.2.9
      a=mid:0
      a=sctpmap:5000 webrtc-datachannel 65535
      a=max-message-size:65536
      a=candidate:5cd1dcb8 1 udp 2130706431 192.0.2.9 44123 typ host
      a=end-of-candidates
      a=ice-ufrag:9dXc
      a=ice-pwd:Pj4hmSaW1gIDCBcOLhSXmq
      a=fingerprint:sha-256 %s
      a=fingerprint:sha-384 %s:%s
      a=fingerprint:sha-512 %s:%s
      a=setup:actpass
      """
          .formatted(HASH, HASH, HASH.substring(0, 47), HASH, HASH);

  static final List<String> ALL =
      List.of(
          CHROME,
          CHROME_WITH_CANDIDATES,
          CHROME_WITH_MEDIA,
          FIREFOX,
          SAFARI,
          LIBDATACHANNEL,
          AIORTC);

  private Offers() {}
}
