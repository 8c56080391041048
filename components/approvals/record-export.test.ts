import { expect, it } from "vitest";

import { interruptView } from "./interrupt.fixture";
import { recordCsv, recordJson } from "./record-export";

const decided = interruptView({
  status: "EXECUTED",
  message: '=cmd("x"), now',
  decision: { type: "approve", editedArgs: { amount: 100 } },
  decidedBy: { id: "bob", name: "Bob" },
  decidedVia: "inbox",
  decidedAt: new Date("2026-11-21T10:05:00Z"),
  result: "paid",
});

it("H-09 the record has proposal, edit, result, who, when and from where in one line", () => {
  const [head, line] = recordCsv([decided]).split("\r\n");
  expect(head?.startsWith("id,kind,outcome,status,question")).toBe(true);
  for (const part of [
    "Approved with changes",
    '"{""amount"":120}"',
    '"{""amount"":100}"',
    "paid,Bob,inbox,2026-11-21T10:05:00.000Z",
    "0.004200",
  ]) {
    expect(line).toContain(part);
  }
});

it("a spreadsheet runs nothing that a question says", () => {
  expect(recordCsv([decided])).toContain(`"'=cmd(""x""), now"`);
});

it("H-09 the record as JSON has everything but what belongs to its reader", () => {
  const [record] = JSON.parse(recordJson([decided])) as Record<string, unknown>[];
  expect(record).toMatchObject({
    proposal: { amount: 120 },
    decision: { editedArgs: { amount: 100 } },
    result: "paid",
  });
  expect(record).not.toHaveProperty("mayDecide");
});
