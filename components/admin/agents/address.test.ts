import { expect, it } from "vitest";

import { placeHref, readPlace } from "./address";

it("an address leads back to the place it was made from", () => {
  for (const place of [{ section: "tools", entry: "get_order" }, { section: "agents" }] as const)
    expect(readPlace(new URL(placeHref(place), "http://x").searchParams)).toEqual(place);
});

it("an address that names nothing known shows the stages", () => {
  expect(readPlace(new URLSearchParams("section=nothing"))).toEqual({ section: "workflow" });
});
