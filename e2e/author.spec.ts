import { Board } from "./fixtures/board";
import { expect, test } from "./fixtures/test";

const story =
  "The signal box at the junction holds forty levers, and every lever moves a point or a signal that a driver far away has to trust, " +
  "so the signaller reads the board, listens to the bells, answers the box before and the box after, writes each train into the register with its time, " +
  "and pulls no lever that the interlocking does not allow, because the frame itself refuses a route that another train already holds, however late the train is and however loud the telephone rings.";

test.use({ actionTimeout: 10_000 });

test("a workflow is drawn by mouse, configured, saved, tested, published, talked to, reloaded in mid-answer and traced", async ({
  page,
  expectedErrors,
}) => {
  test.setTimeout(180_000);
  // A reload right after a key sends the draft twice: as the old page leaves and as the new one restores it. One is refused.
  expectedErrors.push(/409 \(Conflict\).*workflows\.saveDraft/);
  const board = new Board(page);

  await test.step("create it blank from the list", async () => {
    await page.goto("/workflows");
    await page.getByRole("button", { name: "New workflow" }).click();
    const dialog = page.getByRole("dialog", { name: "New workflow" });
    await dialog.getByRole("textbox", { name: "Name" }).fill("Signal stories");
    await dialog.getByRole("button", { name: "Create workflow" }).click();
    await expect(board.node("Start")).toBeVisible();
    await expect(page.getByRole("textbox", { name: "Workflow name" })).toHaveValue("Signal stories");
  });

  await test.step("drag nodes from the palette", async () => {
    for (let press = 0; press < 2; press += 1) await page.getByRole("button", { name: "Zoom out" }).click();
    await board.move("Start", { x: 110, y: 200 });
    await board.drop("If/else", { x: 340, y: 200 });
    await board.drop("LLM", { x: 560, y: 100 });
    await board.drop("Template", { x: 560, y: 300 });
    await board.drop("Answer", { x: 340, y: 440 });
    await board.drop("Answer", { x: 560, y: 440 });
    await expect(board.nodes).toHaveCount(6);
  });

  await test.step("draw the edges", async () => {
    await board.connect("Start", "next", "If/else");
    await board.connect("If/else", "true", "LLM");
    await board.connect("If/else", "false", "Template");
    await board.connect("LLM", "next", "Answer");
    await board.connect("Template", "next", "Answer 2");
    await page.getByRole("button", { name: "Tidy up" }).click();
    await page.getByRole("button", { name: "Fit to view" }).click();
    await expect(board.nodes).toHaveCount(6);
  });

  await test.step("configure them, a mistake included that the problems panel leads back to", async () => {
    await board.open("If/else");
    await board.write("Condition", "inputs.query.contains(");
    await page.getByRole("tab", { name: /^Problems/ }).click();
    const problem = page.getByRole("list", { name: "Problems" }).getByRole("button", { name: /^Error If\/else: / });
    await expect(problem).toBeVisible();
    await board.open("Template");
    await board.write("Template", "I tell of signals, and “{{ inputs.query }}” asks for none.");
    await problem.click();
    await expect(board.inspector.getByRole("textbox", { name: "Node title" })).toHaveValue("If/else");
    await board.write("Condition", 'inputs.query.contains("signal")');
    await expect(problem).toBeHidden();
    await board.open("LLM");
    await board.write("Prompt", "Tell this story:\n{{ inputs.query }}");
    await board.open("Answer");
    await board.write("Answer", "{{ nodes.llm.text }}");
    await board.open("Answer 2");
    await board.write("Answer", "");
    await board.insertVariable("Answer", "nodes.template-transform.text");
    await expect(board.node("Answer 2")).toContainText("{{ nodes.template-transform.text }}");
    await board.unselect();
    await expect(page.getByText("No problems. This draft can be published.")).toBeVisible();
  });

  await test.step("undo and redo", async () => {
    await board.node("Answer 2").click();
    await page.keyboard.press("Delete");
    await expect(board.nodes).toHaveCount(5);
    await expect(board.edges).toHaveCount(4);
    await page.keyboard.press("Control+z");
    await expect(board.nodes).toHaveCount(6);
    await expect(board.edges).toHaveCount(5);
    await page.getByRole("button", { name: "Redo" }).click();
    await expect(board.nodes).toHaveCount(5);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(board.nodes).toHaveCount(6);
  });

  await test.step("a reload right after the last key keeps everything", async () => {
    await board.open("Template");
    await board.write("Template", "I tell of signals, and “{{ inputs.query }}” asks for none of them.");
    await page.reload();
    await expect(board.nodes).toHaveCount(6);
    await expect(board.edges).toHaveCount(5);
    await expect(board.node("Template")).toContainText("asks for none of them.");
    await expect(board.node("If/else")).toContainText('inputs.query.contains("signal")');
    await board.isSaved();
  });

  await test.step("test the draft and watch the nodes", async () => {
    await page.getByRole("button", { name: "Test" }).click();
    const form = page.getByRole("dialog", { name: "Test the draft" });
    await form.getByRole("textbox", { name: "Message" }).fill("the time");
    await form.getByRole("button", { name: "Run test" }).click();
    for (const title of ["Start", "If/else", "Template", "Answer 2"]) {
      await expect(board.node(title)).toContainText("Completed");
    }
    await expect(page.getByRole("log", { name: "Answer" })).toHaveText(
      "I tell of signals, and “the time” asks for none of them.",
    );
    await expect(board.node("LLM")).not.toContainText("Completed");
    await board.open("If/else");
    await board.inspector.getByRole("tab", { name: "Last run" }).click();
    await expect(board.inspector.getByRole("region", { name: "Output" })).toContainText('"route": "false"');
  });

  await test.step("publish", async () => {
    await page.getByRole("button", { name: "Publish" }).click();
    const dialog = page.getByRole("dialog", { name: "Publish version 1" });
    await dialog.getByRole("textbox", { name: "Note" }).fill("Tells of signals");
    await dialog.getByRole("button", { name: "Publish version 1" }).click();
    const live = page.getByRole("dialog", { name: "Version 1 is live" });
    await live.getByRole("link", { name: "Open chat" }).click();
    await expect(page).toHaveURL(/\/chat\?app=signal-stories/);
  });

  await test.step("chat, and reload while the answer streams", async () => {
    await page.getByRole("textbox", { name: "Message" }).fill(story);
    await page.keyboard.press("Enter");
    const answer = page.getByRole("article", { name: "Assistant" });
    await expect(answer).toContainText("The signal box at the junction");
    await expect(page).toHaveURL(/\/chat\/./);
    await page.reload();
    await expect(answer).toHaveAttribute("aria-busy", "false");
    await expect(answer).toContainText(story);
    await expect(page.getByRole("article", { name: "You" })).toHaveCount(1);
  });

  await test.step("open the trace from the chat", async () => {
    const answer = page.getByRole("article", { name: "Assistant" });
    await answer.getByRole("button", { name: /LLM/ }).click();
    await answer.getByRole("link", { name: "Open the run" }).click();
    await expect(page).toHaveURL(/\/runs\/./);
    const rows = page.getByRole("treegrid", { name: "Trace" }).getByRole("row");
    await expect(rows.filter({ hasText: "Template" })).toContainText("skipped");
    await rows.filter({ hasText: "signalbox-offline" }).click();
    const detail = page.getByRole("region", { name: "Span detail" });
    await expect(detail.getByRole("heading", { name: "signalbox-offline" })).toBeVisible();
    await expect(detail).toContainText("Tokens out");
    await expect(detail).toContainText(story);
    await expect(page).toHaveURL(/[?&]span=/);
  });
});
