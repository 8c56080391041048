import { expect, test } from "vitest";
import { placeArguments } from "./place-arguments";

test("arguments fill the places of the address, and the rest goes where the method has room", () => {
  const given = { id: "a b/c", tags: ["x"], note: "n" };
  expect(placeArguments(given, {}, { method: "GET", path: "/o/{id}" })).toMatchObject({
    path: "/o/a%20b%2Fc",
    query: { tags: ["x"], note: "n" },
  });
  expect(placeArguments(given, { body: { kept: 1 } }, { method: "POST", url: "https://a.example/{id}" })).toMatchObject(
    {
      url: "https://a.example/a%20b%2Fc",
      body: { kept: 1, tags: ["x"], note: "n" },
    },
  );
});

test("a place without an argument stays, and a body that the tool has is not emptied", () => {
  expect(placeArguments({}, {}, { method: "POST", path: "/o/{id}", body: { a: 1 } })).toEqual({
    url: undefined,
    path: "/o/{id}",
  });
  expect(placeArguments({}, { method: "POST", path: "/o" })).toMatchObject({ body: {} });
});

test.each([".", "..", "%2e%2e"])("S-11 an argument %s leads to no other address", (id) => {
  const place = () => placeArguments({ id }, {}, { path: "/o/{id}/lines" });
  if (id.startsWith("%")) expect(place()).toMatchObject({ path: "/o/%252e%252e/lines" });
  else expect(place).toThrow("another address");
});

test("an argument is never read as a place of another", () => {
  expect(placeArguments({ a: "{b}", b: "x" }, {}, { path: "/{a}/{b}" })).toMatchObject({ path: "/%7Bb%7D/x" });
});
