import { type RefObject, useEffect } from "react";

/**
 * J and K go down and up through the links in `container` that have `attribute`; Enter then follows the focused one, as for
 * any link. Hidden ones and typing in a field are left alone.
 */
export function useRowKeys(container: RefObject<HTMLElement | null>, attribute: string): void {
  // Keys of the whole page belong to the window.
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const step = { j: 1, k: -1 }[event.key];
      if (step === undefined || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const links = [...(container.current?.querySelectorAll<HTMLElement>(`[${attribute}]`) ?? [])].filter(
        (link) => link.offsetParent !== null,
      );
      const at = links.findIndex((link) => link === document.activeElement);
      const next = links[at === -1 ? (step === 1 ? 0 : links.length - 1) : at + step];
      if (!next) return;
      event.preventDefault();
      next.focus();
      next.scrollIntoView({ block: "nearest" });
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [container, attribute]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest("input, textarea, select, [role=listbox], [role=dialog]") !== null)
  );
}
