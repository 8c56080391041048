"use client";

import { harden } from "rehype-harden";
import { Streamdown, type StreamdownProps } from "streamdown";

import { cn } from "@/components/ui/cn";

import { elements } from "./elements";
import { safeLink } from "./safe-link";

/** HTML stays text, because nothing in this list parses it; links keep safe schemes only, and images become their blocked form. */
const rehypePlugins: StreamdownProps["rehypePlugins"] = [
  [harden, { allowedLinkPrefixes: ["*"], allowedImagePrefixes: ["*"] }],
];

const urlTransform: StreamdownProps["urlTransform"] = (url, key) => (key === "href" ? safeLink(url) : url);

interface MarkdownProps {
  children: string;
  /** More is coming: what is half written (an open fence, half a link) is shown as what it will be. */
  isStreaming?: boolean;
  className?: string;
}

/**
 * Somebody else's Markdown, made harmless: raw HTML is shown as text, no image is fetched, a link is http, https or mailto and
 * shows its whole address before it opens.
 */
export function Markdown({ children, isStreaming = false, className }: MarkdownProps) {
  return (
    <Streamdown
      mode={isStreaming ? "streaming" : "static"}
      parseIncompleteMarkdown={isStreaming}
      components={elements}
      rehypePlugins={rehypePlugins}
      urlTransform={urlTransform}
      className={cn("space-y-0 text-base wrap-anywhere [&>*:first-child]:mt-0 [&>*:last-child]:mb-0", className)}
    >
      {children}
    </Streamdown>
  );
}
