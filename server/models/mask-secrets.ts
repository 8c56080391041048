const mask = "[key hidden]";
/** Keys as providers write them, also half starred out (`sk-abc***xyz`), and what follows `Bearer`. */
const keyPattern = /\b(?:sk|pk|rk|gsk|xai|key|api)[-_][\w*.…-]{6,}|(?<=\bbearer\s+)[\w*.~+/=-]{6,}/gi;
const shortestSecret = 6;

/** Replaces the given secrets, and whatever looks like a provider's key, by a mark. */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  const withoutKnown = secrets
    .filter((secret) => secret.length >= shortestSecret)
    .reduce((masked, secret) => masked.replaceAll(secret, mask), text);
  return withoutKnown.replace(keyPattern, mask);
}
