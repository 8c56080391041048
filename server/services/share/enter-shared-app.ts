import { DomainError } from "@/server/domain/errors";
import type { SharedApp } from "@/server/services/share/find-shared-app";
import { limitRate } from "@/server/services/share/limit-rate";
import { isPassword } from "@/server/services/share/password";

const minuteMs = 60_000;
/** Tries at a password: few for one address, and not many for the page, from wherever they come. */
const triesFromAddress = { count: 5, perMs: minuteMs };
const triesAtPage = { count: 30, perMs: minuteMs };

/**
 * Checks what a visitor gave as the password of a page. Tries are counted before anything is computed.
 * @param address where the request comes from, as far as that is known
 * @throws DomainError password_required, rate_limited
 */
export async function checkPassword(app: SharedApp, password: string | undefined, address: string): Promise<void> {
  if (app.passwordHash === null) return;
  if (password === undefined) throw new DomainError("password_required", "This page asks for a password.");
  limitRate([
    { name: `password ${app.id} ${address}`, limit: triesFromAddress },
    { name: `password ${app.id}`, limit: triesAtPage },
  ]);
  if (!(await isPassword(password, app.passwordHash)))
    throw new DomainError(
      "password_required",
      "This is not the password. Try again, or ask whoever gave you the link.",
    );
}
