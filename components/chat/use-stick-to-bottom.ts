"use client";

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

/** From here on down counts as the end, in pixels. */
const nearEnd = 48;

interface StickToBottom {
  scrollerRef: RefObject<HTMLElement | null>;
  contentRef: RefObject<HTMLDivElement | null>;
  isAtEnd: boolean;
  jumpToEnd: () => void;
}

/**
 * Keeps the end of growing content in view for as long as the reader stays there. Only scrolling up and opening something let
 * go of it: content that grows between two frames is not the reader's doing. Sending something takes the reader to the end again.
 */
export function useStickToBottom(isSending: boolean): StickToBottom {
  const scrollerRef = useRef<HTMLElement>(null);
  const contentRef = useRef<HTMLDivElement>(null);
  const isStuck = useRef(true);
  const [isAtEnd, setAtEnd] = useState(true);

  // Scrolling and size belong to the browser.
  useEffect(() => {
    const scroller = scrollerRef.current;
    const content = contentRef.current;
    if (!scroller || !content) return undefined;
    let lastTop = scroller.scrollTop;

    const isNearEnd = (): boolean => scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop < nearEnd;
    const follow = (): void => {
      if (isStuck.current) scroller.scrollTop = scroller.scrollHeight;
      setAtEnd(isNearEnd());
    };
    const onScroll = (): void => {
      if (isNearEnd()) isStuck.current = true;
      else if (scroller.scrollTop < lastTop) isStuck.current = false;
      lastTop = scroller.scrollTop;
      setAtEnd(isNearEnd());
    };
    const onClick = ({ target }: MouseEvent): void => {
      if (target instanceof Element && target.closest("[aria-expanded]")) isStuck.current = false;
    };

    const observer = new ResizeObserver(follow);
    observer.observe(content);
    observer.observe(scroller);
    scroller.addEventListener("scroll", onScroll, { passive: true });
    content.addEventListener("click", onClick);
    follow();
    return () => {
      observer.disconnect();
      scroller.removeEventListener("scroll", onScroll);
      content.removeEventListener("click", onClick);
    };
  }, []);

  const jumpToEnd = useCallback(() => {
    isStuck.current = true;
    const scroller = scrollerRef.current;
    scroller?.scrollTo({ top: scroller.scrollHeight, behavior: "instant" });
  }, []);

  // The place where the page is scrolled to belongs to the browser.
  useEffect(() => {
    if (isSending) jumpToEnd();
  }, [isSending, jumpToEnd]);

  return { scrollerRef, contentRef, isAtEnd, jumpToEnd };
}
