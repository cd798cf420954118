package sluice.transport.sdp;

/// A media section that is not ours: audio, video, a second data section. Its answer is a
/// rejection: an answer has as many m= lines as its offer (RFC 3264, section 6).
///
/// @param position its place among all sections, from 0
/// @param media `audio`, `video`, …
/// @param protocolAndFormats the rest of its m= line after the port
/// @param mid its identification, empty where it has none
public record OtherSection(int position, String media, String protocolAndFormats, String mid) {}
