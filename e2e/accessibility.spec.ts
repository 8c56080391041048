import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { makeSamplePages, type SamplePage } from "./fixtures/sample-pages";
import { expect, test } from "./fixtures/test";

let pages: SamplePage[] = [];
test.beforeAll(async ({ baseURL }) => {
  pages = await makeSamplePages(baseURL ?? "");
});
test.use({ expectedErrors: [/404 \(Not Found\) \S+\/nothing-here/] });

async function open(page: Page, { path, heading }: SamplePage): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { name: heading }).first()).toBeVisible();
  await expect(page.locator("[data-slot=skeleton]")).toHaveCount(0);
}

/** What axe finds that keeps somebody from using the page as it is now, in either theme, with the places it was found in. */
async function barriers(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const theme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    await expect(page.locator("html")).toHaveClass(new RegExp(`\\b${theme}\\b`));
    const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).analyze();
    for (const { id, help, impact, nodes } of violations) {
      if (impact !== "serious" && impact !== "critical") continue;
      for (const node of nodes)
        found.push(`${theme}, ${id}: ${help} ${node.html.slice(0, 200)} ${node.any[0]?.message ?? ""}`);
    }
  }
  return found;
}

test("no page keeps anybody out, in either theme", async ({ page }) => {
  test.setTimeout(240_000);
  for (const sample of pages) {
    await test.step(sample.name, async () => {
      await open(page, sample);
      expect.soft(await barriers(page), sample.name).toEqual([]);
    });
  }
  await test.step("the editor with its inspector and a dialog open", async () => {
    const editor = pages.find(({ name }) => name === "editor");
    await page.goto(editor?.path ?? "");
    await page.getByRole("group", { name: "Shop assistant node" }).click();
    await expect(page.getByRole("textbox", { name: "Task", exact: true })).toBeVisible();
    expect.soft(await barriers(page), "inspector").toEqual([]);
    await page.getByRole("button", { name: "Publish" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    expect.soft(await barriers(page), "dialog").toEqual([]);
  });
});

/** Controls and headings that a phone cannot show: they lie beside the screen and nothing scrolls them into it. */
function outOfReach(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isReachable = (element: Element): boolean => {
      for (let parent = element.parentElement; parent; parent = parent.parentElement) {
        // The canvas is moved by hand, and a line that ends in an ellipsis is cut on purpose.
        if (parent.matches(".react-flow") || getComputedStyle(parent).textOverflow === "ellipsis") return true;
        if (["auto", "scroll"].includes(getComputedStyle(parent).overflowX) && parent.scrollWidth > parent.clientWidth)
          return true;
      }
      return false;
    };
    return [...document.querySelectorAll("a, button, input, textarea, select, h1, h2, h3")]
      .filter((element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      .filter((element) => {
        const { left, right, width } = element.getBoundingClientRect();
        return width > 1 && (right > innerWidth + 1 || left < -1) && !isReachable(element);
      })
      .map((element) => element.outerHTML.slice(0, 160));
  });
}

test("every page fits a phone @mobile", async ({ page }) => {
  for (const sample of pages) {
    await test.step(sample.name, async () => {
      await open(page, sample);
      const widths = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
      expect.soft(widths[0], `${sample.name}: width of the page`).toBeLessThanOrEqual(widths[1] ?? 0);
      expect.soft(await outOfReach(page), sample.name).toEqual([]);
    });
  }
});

test("the bottom bar leads everywhere on a phone @mobile", async ({ page }) => {
  await page.goto("/workflows");
  const bar = page.getByRole("navigation", { name: "Main" });
  for (const [label, path] of [
    ["Chat", "/chat"],
    ["Runs", "/runs"],
    ["Approvals", "/approvals"],
    ["Workflows", "/workflows"],
  ] as const) {
    await bar.getByRole("link", { name: label }).tap();
    await expect(page).toHaveURL(new RegExp(`${path}$`));
    await expect(bar.getByRole("link", { name: label })).toHaveAttribute("aria-current", "page");
    await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
  }
  await bar.getByRole("button", { name: "More" }).tap();
  await page.getByRole("menuitemradio", { name: "Dark" }).tap();
  await expect(page.locator("html")).toHaveClass(/dark/);
});
