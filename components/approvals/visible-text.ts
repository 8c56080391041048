/** Controls, marks that turn the direction of writing, signs without width: what lets a text look like another one. */
const unseen = /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]--[\n\t\u200C\u200D]]/gv;

/**
 * A text as it really is: signs that do not show are written out (`\u202E`). A person who approves must read what will be sent
 * and not what the text makes of itself. Line breaks and tabs stay, and so do the joiners that letters and emoji need.
 */
export function visibleText(text: string): string {
  return text.replaceAll("\r\n", "\n").replaceAll(unseen, (sign) => {
    const code = (sign.codePointAt(0) ?? 0).toString(16).toUpperCase();
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
  });
}
