import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Rgb = [number, number, number];

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

function readTheme(selector: string): Map<string, string> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf("\n}", start));
  return new Map([...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((match) => [match[1] ?? "", match[2] ?? ""]));
}

/** OKLCH to linear sRGB (Björn Ottosson's matrices), clipped to the gamut as a browser shows it. */
function toLinearRgb(lightness: number, chroma: number, hue: number): Rgb {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const rgb: Rgb = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return rgb.map((part) => Math.min(1, Math.max(0, part))) as Rgb;
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(first: Rgb, second: Rgb): number {
  const [light, dark] = [luminance(first), luminance(second)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function numbersOf(value: string): number[] {
  return [...value.matchAll(/[\d.]+/g)].map((match) => Number(match[0]));
}

function colour(theme: Map<string, string>, name: string): Rgb {
  const value = theme.get(name);
  if (value === undefined) throw new Error(`The theme has no colour "${name}".`);
  const [lightness = 0, chroma = 0, hue = 0] = numbersOf(value);
  return toLinearRgb(lightness, chroma, hue);
}

const grounds = ["neutral-1", "neutral-2", "neutral-3", "card", "popover"];
const states = ["waiting", "done", "failed", "running"];
const textPairs: [string, string][] = [
  ...grounds.flatMap((ground): [string, string][] => [
    ["neutral-12", ground],
    ["neutral-11", ground],
    ...states.map((state): [string, string] => [state, ground]),
  ]),
  ["neutral-11", "neutral-4"],
  ["primary-foreground", "primary"],
  ["primary-foreground", "primary-hover"],
  ...states.map((state): [string, string] => [state, `${state}-soft`]),
];

describe.each([
  ["light", ":root"],
  ["dark", ".dark"],
])("the %s theme", (_name, selector) => {
  const theme = readTheme(selector);

  it.each(textPairs)("keeps text %s on %s at 4.5:1", (text, ground) => {
    expect(contrast(colour(theme, text), colour(theme, ground))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(["neutral-1", "card", "popover"])("keeps the focus ring on %s at 3:1", (ground) => {
    expect(contrast(colour(theme, "ring"), colour(theme, ground))).toBeGreaterThanOrEqual(3);
  });

  it.each(grounds)("keeps placeholders and marks (neutral-10) on %s at 4.5:1", (ground) => {
    expect(contrast(colour(theme, "neutral-10"), colour(theme, ground))).toBeGreaterThanOrEqual(4.5);
  });

  it("keeps an icon tile readable at every hue", () => {
    const back = numbersOf(theme.get("tile-back") ?? "");
    const ink = numbersOf(theme.get("tile-ink") ?? "");
    for (let hue = 0; hue < 360; hue += 5) {
      const ratio = contrast(toLinearRgb(ink[0] ?? 0, ink[1] ?? 0, hue), toLinearRgb(back[0] ?? 0, back[1] ?? 0, hue));
      expect(ratio, `hue ${hue}`).toBeGreaterThanOrEqual(4.5);
    }
  });
});

it("gives both themes the same tokens", () => {
  expect([...readTheme(":root").keys()].sort()).toEqual([...readTheme(".dark").keys()].sort());
});
