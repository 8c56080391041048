import { describe, expect, it } from "vitest";

import { placeOf, safeLink } from "./safe-link";

describe("safeLink", () => {
  it.each(["https://example.com/a?b=c", "http://example.com/", "mailto:ann@example.com"])(
    "lets %s be followed",
    (href) => {
      expect(safeLink(href)).toBe(href);
    },
  );

  it.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " java\nscript:alert(1)",
    "data:text/html,<script>",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:https://example.com/1",
    "//example.com/x",
    "/admin",
    "#top",
    "",
    undefined,
  ])("F-56 lets nobody follow %j", (href) => {
    expect(safeLink(href)).toBeUndefined();
  });
});

describe("placeOf", () => {
  it.each([
    ["https://evil.example:8443/p?x=1", "evil.example:8443"],
    ["//evil.example/p", "evil.example"],
    ["data:image/svg+xml;base64,AA", "data data"],
    ["mailto:ann@example.com?subject=x", "ann@example.com"],
    ["/local.png", "this site"],
    ["", "no address"],
    [undefined, "no address"],
  ])("F-57 names where %j leads", (address, place) => {
    expect(placeOf(address)).toBe(place);
  });
});
