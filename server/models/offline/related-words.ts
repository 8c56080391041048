import { wordsOf } from "./language";

/** Words that people use for the same concern; enough to sort everyday messages, and no more. */
const concerns = [
  "billing payment invoice charge refund money price cost pay credit card subscription",
  "refund money back return reimburse",
  "shipping delivery package parcel arrive late track courier order",
  "technical technology bug error crash login password install software website app failure",
  "product item defect broken damaged faulty quality size colour color",
  "complaint negative angry terrible awful bad worst disappointed unacceptable broken",
  "praise positive great love excellent happy thanks wonderful perfect good",
  "urgent high critical asap immediately emergency fire outage offline broken",
  "sales pricing demo plan trial enterprise quote buy purchase",
  "account profile login password email access",
  "cancel unsubscribe stop end terminate",
].map((words) => new Set(wordsOf(words)));

/** Whether two stems are one word, begin alike, or speak of the same concern. */
export function isRelated(left: string, right: string): boolean {
  const length = Math.min(left.length, right.length);
  if (left === right || (length >= 4 && left.slice(0, length) === right.slice(0, length))) return true;
  return concerns.some((words) => words.has(left) && words.has(right));
}
