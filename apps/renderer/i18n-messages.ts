export type Messages = { [key: string]: string | Messages };

/** Files of messages by their path, as one tree: the name of a file is the first part of its keys. */
export function byArea(files: Record<string, Messages>): Messages {
  return Object.fromEntries(
    Object.entries(files).map(([path, words]) => [path.replace(/^.*\//, '').replace('.json', ''), words]),
  );
}
