/**
 * Which question J (`step` 1) or K (-1) goes to. When the selected one has left the list, because it was decided, the one that
 * moved up into its place counts as the next. `undefined` at either end.
 */
export function nextSelection(
  ids: readonly string[],
  selectedId: string | undefined,
  lastIndex: number,
  step: 1 | -1,
): string | undefined {
  const at = selectedId === undefined ? -1 : ids.indexOf(selectedId);
  if (at >= 0) return ids[at + step];
  if (selectedId === undefined || lastIndex < 0) return step === 1 ? ids[0] : ids.at(-1);
  const place = step === 1 ? Math.min(lastIndex, ids.length - 1) : lastIndex - 1;
  return ids[place];
}
