import { describe, expect, it } from "vitest";
import { toolMode } from "./tool-policy";

describe("toolMode", () => {
  it.each([
    [{ name: "ui.pick_color" }, "FRONTEND_EXECUTE"],
    [{ name: "pick_color", isFromRequest: true }, "FRONTEND_EXECUTE"],
    [{ name: "ui.pick_color", needsApproval: true }, "FRONTEND_EXECUTE"],
    [{ name: "refund", needsApproval: true }, "BACKEND_APPROVAL_INTERRUPT"],
    [{ name: "refund" }, "BACKEND_DIRECT_EXECUTE"],
    [{ name: "ui_pick" }, "BACKEND_DIRECT_EXECUTE"],
    [{ name: "my.ui.pick" }, "BACKEND_DIRECT_EXECUTE"],
  ] as const)("%o is %s", (tool, mode) => {
    expect(toolMode(tool)).toBe(mode);
  });
});
