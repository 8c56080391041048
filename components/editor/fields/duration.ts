export const durationUnits = ["seconds", "minutes", "hours", "days"] as const;
export type DurationUnit = (typeof durationUnits)[number];

export const secondsIn: Record<DurationUnit, number> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

/** Seconds in the largest unit that says them in a whole number: 7200 is 2 hours, 90 is 90 seconds. */
export function splitDuration(seconds: number): { amount: number; unit: DurationUnit } {
  const unit = durationUnits.findLast((each) => seconds > 0 && seconds % secondsIn[each] === 0) ?? "seconds";
  return { amount: seconds / secondsIn[unit], unit };
}
