import { expect, test } from "vitest";
import { originOf, wantedAddress } from "./address.mjs";

test("without settings only this machine is served, on port 3000", () => {
  expect(wantedAddress({})).toEqual({ host: "127.0.0.1", port: 3000 });
});

test("F-72 opening to the network without a second flag is refused, with it is accepted", () => {
  for (const host of ["0.0.0.0", "::", "192.168.1.10"]) {
    expect(() => wantedAddress({ HOST: host })).toThrow("SIGNALBOX_ALLOWED_HOSTS");
    expect(wantedAddress({ HOST: host, SIGNALBOX_ALLOWED_HOSTS: "box.lan", PORT: "80" })).toEqual({ host, port: 80 });
  }
});

test.each(["0", "65536", "3000.5", "http"])("PORT=%s is refused", (port) => {
  expect(() => wantedAddress({ PORT: port })).toThrow("is not a port");
});

test("the printed URL can be opened, whatever the address listened on", () => {
  expect(originOf("127.0.0.1", 3000)).toBe("http://127.0.0.1:3000");
  expect(originOf("localhost", 3001)).toBe("http://localhost:3001");
  expect(originOf("::1", 3000)).toBe("http://[::1]:3000");
  expect(originOf("0.0.0.0", 3000)).toBe("http://127.0.0.1:3000");
});
