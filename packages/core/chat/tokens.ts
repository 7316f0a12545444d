/**
 * About how many tokens a text is, without the model's own vocabulary: Latin letters come in pieces of about four, other
 * scripts in about one token per character, and every message costs a few for its frame. Right within about a third for
 * prose; the model's own count takes its place once there is one.
 */
export function estimateTokens(text: string): number {
  let ascii = 0;
  let other = 0;
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) < 0x250) ascii += 1;
    else other += 1;
  }
  return Math.ceil(ascii / 3.8 + other * 0.9);
}

/** Tokens that stand around each message in a template. */
export const frame = 6;
