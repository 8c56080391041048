import { randomBytes, scrypt, type ScryptOptions, timingSafeEqual } from "node:crypto";

/** 32 MiB and some 60 ms for each try, which is what makes guessing dear. */
const cost = { N: 32_768, r: 8, p: 1 };
const keyBytes = 32;
const options: ScryptOptions = { ...cost, maxmem: 128 * cost.N * cost.r * 2 };

/** A slow hash with a salt of its own: `scrypt$N$r$p$salt$key`, so that the cost can rise later without losing any password. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, options);
  return ["scrypt", cost.N, cost.r, cost.p, salt.toString("base64url"), key.toString("base64url")].join("$");
}

/** Takes as long for a wrong password as for the right one. False also for a hash that can not be read. */
export async function isPassword(password: string, stored: string): Promise<boolean> {
  const [scheme, n, r, p, salt = "", expected = ""] = stored.split("$");
  if (scheme !== "scrypt") return false;
  const [N, blockSize, parallel] = [Number(n), Number(r), Number(p)];
  const key = await derive(password, Buffer.from(salt, "base64url"), {
    N,
    r: blockSize,
    p: parallel,
    maxmem: 128 * N * blockSize * 2,
  });
  const wanted = Buffer.from(expected, "base64url");
  return key.length === wanted.length && timingSafeEqual(key, wanted);
}

function derive(password: string, salt: Buffer, using: ScryptOptions): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  scrypt(password.normalize("NFKC"), salt, keyBytes, using, (error, key) => (error ? reject(error) : resolve(key)));
  return promise;
}
