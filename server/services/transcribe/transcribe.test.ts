import { describe, expect, it } from "vitest";
import { createProvider } from "@/server/models/provider";
import { recordingFormat } from "./recording-format";
import { transcribe } from "./transcribe";

const beginnings: [string, number[] | string, string | undefined][] = [
  ["WAV", "RIFF\0\0\0\0WAVEfmt ", "wav"],
  ["MP3 with a tag", "ID3\u0004", "mp3"],
  ["MP3 without one", [0xff, 0xfb, 0x90, 0x64], "mp3"],
  ["MP4", "\0\0\0\u0020ftypM4A ", "m4a"],
  ["OGG", "OggS\0\u0002", "ogg"],
  ["FLAC", "fLaC\0", "flac"],
  ["WebM", [0x1a, 0x45, 0xdf, 0xa3, 1], "webm"],
  ["a picture in a RIFF", "RIFF\0\0\0\0WEBPVP8 ", undefined],
  ["bytes of a UTF-16 text", [0xff, 0xfe, 0x3c, 0], undefined],
  ["a script", "#!/bin/sh", undefined],
  ["two bytes", [0x52, 0x49], undefined],
  ["nothing", [], undefined],
];

describe("recordingFormat", () => {
  it.each(beginnings)("V-06 tells %s by its bytes", (_what, bytes, extension) => {
    expect(recordingFormat(typeof bytes === "string" ? Buffer.from(bytes) : Uint8Array.from(bytes))?.extension).toBe(
      extension,
    );
  });
});

describe("transcribe", () => {
  it("says clearly that the offline model can not listen", async () => {
    const bytes = new Uint8Array(Buffer.from("fLaC\0"));
    await expect(transcribe({ bytes, signal: AbortSignal.timeout(1000) }, createProvider({}))).rejects.toMatchObject({
      code: "model_not_configured",
      message: expect.stringContaining("offline model can not listen"),
    });
  });
});
