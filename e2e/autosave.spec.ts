import type { Page } from "@playwright/test";
import { Board } from "./fixtures/board";
import { inLine } from "./fixtures/gated-drafts";
import { studioApi } from "./fixtures/studio-api";
import { expect, test } from "./fixtures/test";

const saveRequests = /\/api\/trpc\/workflows\.saveDraft/;

test.use({ actionTimeout: 10_000 });

test.beforeEach(({ expectedErrors }) => {
  expectedErrors.push(/409 \(Conflict\).*workflows\.saveDraft/, /ERR_FAILED.*workflows\.saveDraft/);
});

/** A new draft on the canvas, in this page. */
async function openDraft(page: Page, origin: string): Promise<{ board: Board; id: string }> {
  const say = { id: "say", type: "template-transform", title: "Template", config: { template: "one" } };
  const id = await studioApi(origin).create("Bell codes", inLine(say));
  await page.goto(`/workflows/${id}`);
  const board = new Board(page);
  await board.open("Template");
  return { board, id };
}

/** The next save reaches the server, and its answer does not reach the page. */
async function loseTheNextAnswer(page: Page, how: "cut" | "never"): Promise<{ arrived: Promise<void> }> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(
    saveRequests,
    async (route) => {
      await route.fetch();
      if (how === "cut") await route.abort();
      resolve();
    },
    { times: 1 },
  );
  return { arrived: promise };
}

test("a save whose answer was lost is known again, and what was written since is saved without a question", async ({
  page,
  baseURL,
}) => {
  const { board } = await openDraft(page, String(baseURL));
  const { arrived } = await loseTheNextAnswer(page, "cut");
  await board.write("Template", "two beats");
  await arrived;
  await board.write("Template", "two beats, pause, one");
  await board.isSaved();
  await expect(page.getByRole("dialog", { name: "This draft was changed elsewhere" })).toBeHidden();
  await page.reload();
  await expect(board.node("Template")).toContainText("two beats, pause, one");
});

test("a reload while a save is on its way, and after a further key, asks nothing and loses nothing", async ({
  page,
  baseURL,
}) => {
  const { board } = await openDraft(page, String(baseURL));
  const { arrived } = await loseTheNextAnswer(page, "never");
  await board.write("Template", "three beats");
  await arrived;
  await board.write("Template", "three beats, pause, one");
  await page.reload();
  await expect(board.node("Template")).toContainText("three beats, pause, one");
  await board.isSaved();
  await expect(page.getByRole("dialog", { name: "This draft was changed elsewhere" })).toBeHidden();
});

test("a draft that someone else saved is still asked about", async ({ page, baseURL }) => {
  const { board, id } = await openDraft(page, String(baseURL));
  const { trpc } = studioApi(String(baseURL));
  const { draft, draftVersion } = await trpc.workflows.get.query({ id });
  const theirs = { ...draft, nodes: draft.nodes.map((node) => ({ ...node, notes: "Theirs" })) };
  await trpc.workflows.saveDraft.mutate({ id, expectedVersion: draftVersion, draft: theirs });
  await board.write("Template", "four beats");
  const question = page.getByRole("dialog", { name: "This draft was changed elsewhere" });
  await question.getByRole("button", { name: "Keep mine" }).click();
  await board.isSaved();
});
