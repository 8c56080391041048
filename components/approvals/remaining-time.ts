/** What is left until a question expires: "9 s", "4 min 05 s", "2 h 05 min", "3 d 4 h". Nothing left is "0 s". */
export function formatRemaining(remainingMs: number): string {
  const seconds = Math.max(0, Math.ceil(remainingMs / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${twoDigits(seconds % 60)} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${twoDigits(minutes % 60)} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** Two digits, so that the text keeps its width while it ticks. */
function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
