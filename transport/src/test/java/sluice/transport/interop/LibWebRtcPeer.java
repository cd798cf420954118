package sluice.transport.interop;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCAnswerOptions;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import dev.onvoid.webrtc.media.audio.HeadlessAudioDeviceModule;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assumptions;

/// One end that is libwebrtc, the code that Chromium runs.
final class LibWebRtcPeer implements AutoCloseable {
  private static PeerConnectionFactory factory;

  final BlockingQueue<LibWebRtcChannel> offered = new LinkedBlockingQueue<>();
  private final RTCPeerConnection connection;
  private volatile Consumer<String> candidates = candidate -> {};

  LibWebRtcPeer() {
    connection =
        factory()
            .createPeerConnection(
                new RTCConfiguration(),
                new PeerConnectionObserver() {
                  @Override
                  public void onIceCandidate(RTCIceCandidate candidate) {
                    candidates.accept(candidate.sdp);
                  }

                  @Override
                  public void onDataChannel(RTCDataChannel channel) {
                    offered.add(new LibWebRtcChannel(channel));
                  }
                });
  }

  /// Skips the test where the native library, or one that it links to, is not there.
  private static synchronized PeerConnectionFactory factory() {
    if (factory == null) {
      try {
        factory = new PeerConnectionFactory(new HeadlessAudioDeviceModule());
      } catch (LinkageError | RuntimeException e) {
        Assumptions.abort("libwebrtc cannot be loaded here: " + e);
      }
    }
    return factory;
  }

  /// Where its candidates go.
  void onCandidate(Consumer<String> carry) {
    candidates = carry;
  }

  String offer() throws Exception {
    return offer(new RTCOfferOptions());
  }

  /// An offer with new ICE credentials.
  String restart() throws Exception {
    var options = new RTCOfferOptions();
    options.iceRestart = true;
    return offer(options);
  }

  private String offer(RTCOfferOptions options) throws Exception {
    var made = new CompletableFuture<RTCSessionDescription>();
    connection.createOffer(options, created(made));
    return describe(made);
  }

  String answer(String offer) throws Exception {
    setRemote(RTCSdpType.OFFER, offer);
    var made = new CompletableFuture<RTCSessionDescription>();
    connection.createAnswer(new RTCAnswerOptions(), created(made));
    return describe(made);
  }

  private String describe(CompletableFuture<RTCSessionDescription> made) throws Exception {
    RTCSessionDescription description = made.get(10, TimeUnit.SECONDS);
    var set = new CompletableFuture<Void>();
    connection.setLocalDescription(description, completed(set));
    set.get(10, TimeUnit.SECONDS);
    return description.sdp;
  }

  void setRemote(RTCSdpType type, String sdp) throws Exception {
    var set = new CompletableFuture<Void>();
    connection.setRemoteDescription(new RTCSessionDescription(type, sdp), completed(set));
    set.get(10, TimeUnit.SECONDS);
  }

  void addCandidate(String candidate) {
    connection.addIceCandidate(new RTCIceCandidate("0", 0, candidate));
  }

  LibWebRtcChannel open(String label, RTCDataChannelInit settings) {
    return new LibWebRtcChannel(connection.createDataChannel(label, settings));
  }

  private static CreateSessionDescriptionObserver created(
      CompletableFuture<RTCSessionDescription> made) {
    return new CreateSessionDescriptionObserver() {
      @Override
      public void onSuccess(RTCSessionDescription description) {
        made.complete(description);
      }

      @Override
      public void onFailure(String error) {
        made.completeExceptionally(new AssertionError(error));
      }
    };
  }

  private static SetSessionDescriptionObserver completed(CompletableFuture<Void> set) {
    return new SetSessionDescriptionObserver() {
      @Override
      public void onSuccess() {
        set.complete(null);
      }

      @Override
      public void onFailure(String error) {
        set.completeExceptionally(new AssertionError(error));
      }
    };
  }

  @Override
  public void close() {
    connection.close();
  }
}
