import { describe, expect, it } from "vitest";
import { databaseRefusal } from "./database-refusal";
import { DomainError } from "./errors";

/** An error as pg makes it from PostgreSQL's answer. */
const answered = (code: string) => Object.assign(new Error("any words"), { code, severity: "FATAL" });
const broken = (): Error => Object.assign(new Error("any words"), { name: "ConnectionTrouble" });
/** An error as Prisma passes on what its driver met. */
const carried = (originalCode: string) =>
  Object.assign(new Error("any words"), { code: "P2039", meta: { driverAdapterError: { cause: { originalCode } } } });

describe("databaseRefusal", () => {
  it.each(["08006", "08001", "57P01", "57P02", "57P03", "53300", "53200", "25006", "P1001", "P2028"])(
    "F-08 F-10 tells from %s that the database is away, and when to come back",
    (code) => {
      expect(databaseRefusal(answered(code))).toMatchObject({
        code: "database_unavailable",
        status: 503,
        retryAfterMs: 2000,
      });
    },
  );

  it("F-11 tells a full disk from a database that is away", () => {
    expect(databaseRefusal(answered("53100"))).toMatchObject({ code: "disk_full", status: 507 });
    expect(databaseRefusal(carried("53100"))).toMatchObject({ code: "disk_full", status: 507 });
  });

  it("F-08 knows a broken connection by what it is, and PostgreSQL's code where Prisma carries it", () => {
    const cause = broken();
    expect(databaseRefusal(cause)).toMatchObject({ code: "database_unavailable", cause });
    expect(databaseRefusal(carried("57P01"))).toMatchObject({ code: "database_unavailable" });
    const raised = Object.assign(new Error("any words"), { cause: { originalCode: "57P01" } });
    expect(databaseRefusal(raised)).toMatchObject({ code: "database_unavailable" });
  });

  it.each([
    ["a duplicate key", answered("23505")],
    ["a mistake in a statement", answered("42601")],
    ["a host of somebody else that refuses", Object.assign(new Error("x"), { code: "ECONNREFUSED" })],
    ["an unknown Prisma code", answered("P2002")],
    ["a refusal of ours", new DomainError("not_found", "x")],
    ["no error at all", "53100"],
  ])("leaves %s to others", (_name, error) => {
    expect(databaseRefusal(error)).toBeUndefined();
  });
});
