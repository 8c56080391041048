import { randomBytes } from "node:crypto";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A new ULID: 48 bits of milliseconds, 80 random bits. */
export function ulid(): string {
  return encode(Date.now(), randomBytes(10));
}

/**
 * The ids of the events of one send, derived from the seed the SDK sends with it (`<ms>,<base64 of 10 bytes>`).
 * The same seed gives the same ids, which is what makes a repeated send harmless.
 * @returns null when the seed is missing or malformed
 */
export function seededUlids(seed: string | null, count: number): string[] | null {
  const [time, entropy] = (seed ?? "").split(",");
  const milliseconds = Number(time);
  const bytes = Buffer.from(entropy ?? "", "base64");
  if (!Number.isSafeInteger(milliseconds) || milliseconds < 0 || milliseconds >= 2 ** 48 || bytes.length !== 10)
    return null;
  const counterStart = bytes.readUInt32BE(6);
  return Array.from({ length: count }, (_, index) => {
    bytes.writeUInt32BE((counterStart + index) % 2 ** 32, 6);
    return encode(milliseconds, bytes);
  });
}

function encode(milliseconds: number, entropy: Uint8Array): string {
  const bits = (BigInt(milliseconds) << 80n) | BigInt(`0x${Buffer.from(entropy).toString("hex")}`);
  let text = "";
  for (let shift = 125n; shift >= 0n; shift -= 5n) text += alphabet[Number((bits >> shift) & 31n)];
  return text;
}
