import { Board } from "./fixtures/board";
import { expect, test } from "./fixtures/test";

test.use({ actionTimeout: 10_000 });

test("an iteration is dropped, filled by mouse, refuses an edge across its border, runs over its items and is deleted whole", async ({
  page,
}) => {
  test.setTimeout(120_000);
  const board = new Board(page);

  await test.step("begin with a list", async () => {
    await page.goto("/workflows");
    await page.getByRole("button", { name: "New workflow" }).click();
    const dialog = page.getByRole("dialog", { name: "New workflow" });
    await dialog.getByRole("textbox", { name: "Name" }).fill("Shouted lines");
    await dialog.getByRole("button", { name: "Create workflow" }).click();
    await expect(board.node("Start")).toBeVisible();
    for (let press = 0; press < 3; press += 1) await page.getByRole("button", { name: "Zoom out" }).click();
    await board.move("Start", { x: 100, y: 200 });
  });

  await test.step("drop an iteration, and a node into it", async () => {
    await board.drop("Code", { x: 260, y: 200 });
    await board.drop("Iteration", { x: 420, y: 160 });
    await board.drop("Answer", { x: 800, y: 200 });
    const frame = await board.node("Iteration").boundingBox();
    const canvas = await board.canvas.boundingBox();
    if (!frame || !canvas) throw new Error("The iteration is not on the page.");
    await board.drop("Template", {
      x: frame.x - canvas.x + frame.width / 2,
      y: frame.y - canvas.y + frame.height / 2,
    });
    await board.open("Template");
    await board.inspector.getByText("Place", { exact: true }).click();
    await expect(board.inspector.getByRole("combobox", { name: "Lies in" })).toHaveText("Iteration");
  });

  await test.step("configure them", async () => {
    await board.insertVariable("Template", "current.item");
    await board.write("Template", "{{ current.index }}: {{ current.item }} is loud.");
    await board.open("Code");
    await board.inspector.getByRole("combobox", { name: "Language" }).click();
    await page.getByRole("option", { name: "JavaScript" }).click();
    await board.write("Code", "result = ['bell', 'whistle', 'horn'];");
    await board.open("Iteration");
    await board.write("List", "{{ nodes.code.output.result_json }}");
    await board.open("Answer");
    await board.write("Answer", '{{ nodes.iteration.output.items | join(" ") }}');
    await board.unselect();
  });

  await test.step("connect around the body, not into it", async () => {
    await board.connect("Start", "next", "Code");
    await board.connect("Code", "next", "Iteration");
    await board.connect("Iteration", "next", "Answer");
    await board.reject("Code", "next", "Template");
    await expect(page.getByText("An edge can not lead into Iteration", { exact: false })).toBeVisible();
    await expect(board.edges).toHaveCount(3);
    await page.getByRole("button", { name: "Tidy up" }).click();
    await expect(board.node("Template")).not.toContainText("not connected");
  });

  await test.step("run it, and look at one of its items", async () => {
    await page.getByRole("button", { name: "Test" }).click();
    const form = page.getByRole("dialog", { name: "Test the draft" });
    await form.getByRole("textbox", { name: "Message" }).fill("go");
    await form.getByRole("button", { name: "Run test" }).click();
    await expect(page.getByRole("log", { name: "Answer" })).toHaveText(
      "0: bell is loud. 1: whistle is loud. 2: horn is loud.",
      { timeout: 30_000 },
    );
    await expect(board.node("Template")).toContainText("3 of 3");
    await board.open("Template");
    await board.inspector.getByRole("tab", { name: "Last run" }).click();
    await board.inspector.getByRole("button", { name: "Item before" }).click();
    await expect(board.inspector.getByRole("combobox", { name: "Item" })).toHaveText("Item 2: completed");
    await expect(board.inspector.getByRole("region", { name: "Text" })).toContainText("1: whistle is loud.");
    await board.unselect();
  });

  await test.step("delete it with its body, and take that back", async () => {
    await board.open("Iteration");
    await board.node("Iteration").focus();
    await page.keyboard.press("Delete");
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete all" }).click();
    await expect(board.nodes).toHaveCount(3);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(board.nodes).toHaveCount(5);
    await expect(board.edges).toHaveCount(3);
  });
});
