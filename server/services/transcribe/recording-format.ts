/** A recording's format, told by its first bytes and never by its name or what the client says. */
export interface RecordingFormat {
  extension: "wav" | "mp3" | "m4a" | "ogg" | "flac" | "webm";
  mime: string;
}

const formats: { format: RecordingFormat; matches: (bytes: Uint8Array) => boolean }[] = [
  {
    format: { extension: "wav", mime: "audio/wav" },
    matches: (bytes) => hasText(bytes, 0, "RIFF") && hasText(bytes, 8, "WAVE"),
  },
  { format: { extension: "ogg", mime: "audio/ogg" }, matches: (bytes) => hasText(bytes, 0, "OggS") },
  { format: { extension: "flac", mime: "audio/flac" }, matches: (bytes) => hasText(bytes, 0, "fLaC") },
  { format: { extension: "m4a", mime: "audio/mp4" }, matches: (bytes) => hasText(bytes, 4, "ftyp") },
  {
    format: { extension: "webm", mime: "audio/webm" },
    matches: (bytes) => [0x1a, 0x45, 0xdf, 0xa3].every((byte, index) => bytes[index] === byte),
  },
  {
    format: { extension: "mp3", mime: "audio/mpeg" },
    matches: (bytes) => hasText(bytes, 0, "ID3") || isMpegFrame(bytes),
  },
];

/** Absent when the bytes begin like no recording that transcription takes. */
export function recordingFormat(bytes: Uint8Array): RecordingFormat | undefined {
  return formats.find(({ matches }) => matches(bytes))?.format;
}

function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  return bytes.length >= at + text.length && [...text].every((char, index) => bytes[at + index] === char.charCodeAt(0));
}

/** Eleven set bits, then an MPEG audio version that exists, layer III, and a bit rate that exists. */
function isMpegFrame([first = 0, second = 0, third = 0]: Uint8Array): boolean {
  const version = (second >> 3) & 0b11;
  const layer = (second >> 1) & 0b11;
  const bitRate = third >> 4;
  return first === 0xff && (second & 0xe0) === 0xe0 && version !== 1 && layer === 1 && bitRate !== 0xf;
}
