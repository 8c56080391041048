import { isValidElement, type ReactNode } from "react";
import type { Components } from "streamdown";

import { BlockedImage } from "./blocked-image";
import { CodeBlock } from "./code-block";
import { OutsideLink } from "./outside-link";

interface CodeElementProps {
  className?: string;
  children?: ReactNode;
}

/** Markdown's elements in the product's type and spacing. */
export const elements: Components = {
  h1: ({ children }) => (
    <h3 dir="auto" className="mt-5 mb-2 text-lg font-semibold">
      {children}
    </h3>
  ),
  h2: ({ children }) => (
    <h3 dir="auto" className="mt-5 mb-2 text-lg font-semibold">
      {children}
    </h3>
  ),
  h3: ({ children }) => (
    <h4 dir="auto" className="mt-4 mb-1.5 font-semibold">
      {children}
    </h4>
  ),
  h4: ({ children }) => (
    <h5 dir="auto" className="mt-4 mb-1.5 font-medium">
      {children}
    </h5>
  ),
  h5: ({ children }) => (
    <h6 dir="auto" className="mt-4 mb-1.5 font-medium">
      {children}
    </h6>
  ),
  h6: ({ children }) => (
    <h6 dir="auto" className="mt-4 mb-1.5 font-medium">
      {children}
    </h6>
  ),
  p: ({ children }) => (
    <p dir="auto" className="my-2.5">
      {children}
    </p>
  ),
  strong: ({ children }) => <strong className="font-semibold">{children}</strong>,
  ul: ({ children }) => <ul className="my-2.5 list-disc space-y-1 pl-5 marker:text-faint">{children}</ul>,
  ol: ({ children, start }) => (
    <ol start={start} className="my-2.5 list-decimal space-y-1 pl-6 marker:text-faint">
      {children}
    </ol>
  ),
  li: ({ children }) => (
    <li dir="auto" className="pl-0.5 [&>p]:my-1">
      {children}
    </li>
  ),
  blockquote: ({ children }) => (
    <blockquote className="my-3 border-l-2 border-neutral-7 pl-3 text-muted-foreground [&>*:first-child]:mt-0 [&>*:last-child]:mb-0">
      {children}
    </blockquote>
  ),
  hr: () => <hr className="my-4 border-border" />,
  table: ({ children }) => (
    <div className="my-3 overflow-x-auto rounded-lg border border-border">
      <table className="figures w-full border-collapse text-sm">{children}</table>
    </div>
  ),
  thead: ({ children }) => <thead className="bg-sunken">{children}</thead>,
  tbody: ({ children }) => <tbody>{children}</tbody>,
  tr: ({ children }) => <tr className="border-b border-border last:border-b-0">{children}</tr>,
  th: ({ children, style }) => (
    <th style={style} className="px-3 py-1.5 text-left font-medium whitespace-nowrap">
      {children}
    </th>
  ),
  td: ({ children, style }) => (
    <td style={style} className="px-3 py-1.5 align-top">
      {children}
    </td>
  ),
  sup: ({ children }) => <sup>{children}</sup>,
  sub: ({ children }) => <sub>{children}</sub>,
  section: ({ children }) => (
    <section className="mt-4 border-t border-border pt-3 text-sm text-muted-foreground">{children}</section>
  ),
  a: ({ href, children }) => <OutsideLink href={href}>{children}</OutsideLink>,
  img: ({ src, alt }) => <BlockedImage src={typeof src === "string" ? src : undefined} alt={alt} />,
  code: ({ children }) => (
    <code className="rounded-sm bg-muted px-1 py-0.5 font-mono text-[0.9em] wrap-anywhere">{children}</code>
  ),
  pre: ({ children }) => {
    const { className = "", children: code } = isValidElement<CodeElementProps>(children)
      ? children.props
      : { children };
    return (
      <CodeBlock code={String(code ?? "").replace(/\n$/, "")} language={/language-(\S+)/.exec(className)?.[1] ?? ""} />
    );
  },
};
