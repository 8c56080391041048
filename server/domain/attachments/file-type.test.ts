import { describe, expect, it } from "vitest";
import { fileTypeOf, largestFile } from "./file-type";

const bytes = (text: string) => new TextEncoder().encode(text);
const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]);

describe("fileTypeOf", () => {
  it.each([
    ["a PNG", png, "image", "image/png"],
    ["a JPEG", Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 1]), "image", "image/jpeg"],
    ["a GIF", bytes("GIF89a\u0001"), "image", "image/gif"],
    ["a WebP", bytes("RIFF\u0001\u0002\u0003\u0004WEBPVP8 "), "image", "image/webp"],
    ["a PDF", bytes("%PDF-1.7\n\u0000"), "pdf", "application/pdf"],
    ["a text", bytes("größe\t1\r\n"), "text", "text/plain"],
    ["an SVG, which is only read", bytes("<svg onload='alert(1)'/>"), "text", "text/plain"],
    ["a page, which is only read", bytes("<!doctype html><script>1</script>"), "text", "text/plain"],
  ])("knows %s by its content", (_what, content, kind, mime) => {
    expect(fileTypeOf("name.exe", content)).toEqual({ ok: true, value: { kind, mime } });
  });

  it.each([
    ["nothing", new Uint8Array()],
    ["a program", Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0])],
    ["the beginning of a program", Uint8Array.from([0x7f, 0x45, 0x4c, 0x46])],
    ["an archive", Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0])],
    ["text with NUL", bytes("a\u0000b")],
    ["text in no encoding", Uint8Array.from([0x61, 0xff, 0x62])],
  ])("refuses %s, whatever its name says", (_what, content) => {
    expect(fileTypeOf("photo.png", content)).toMatchObject({
      ok: false,
      issues: expect.stringContaining('"photo.png"'),
    });
  });

  it("refuses what is too large for its kind", () => {
    const text = new Uint8Array(largestFile.text + 1).fill(97);
    expect(fileTypeOf("long.txt", text)).toMatchObject({ ok: false, issues: expect.stringContaining("1 MiB") });
    const image = new Uint8Array(largestFile.text + 1);
    image.set(png);
    expect(fileTypeOf("photo.png", image).ok).toBe(true);
  });
});
