import type { Message } from '../contract/index.ts';

type Node = Pick<Message, 'id' | 'parent'>;

/**
 * The branch that ends in `leaf`, first message first. Messages with one parent are versions of each other, so a branch is
 * one way through them. An unknown leaf, or null, is the empty branch.
 */
export function branch<M extends Node>(messages: readonly M[], leaf: string | null): M[] {
  const byId = new Map(messages.map((m) => [m.id, m]));
  const path: M[] = [];
  for (
    let at = leaf === null ? undefined : byId.get(leaf);
    at;
    at = at.parent === null ? undefined : byId.get(at.parent)
  ) {
    path.push(at);
    // Rows are only ever added below what is there, so that a ring cannot be; a damaged file must not hang us all the same.
    if (path.length > messages.length) return [];
  }
  return path.reverse();
}

/** The newest message under (or at) `id` when always the newest version is followed. `messages` are oldest first. */
export function leafUnder<M extends Node>(messages: readonly M[], id: string): string {
  const newest = new Map<string, string>();
  for (const m of messages) if (m.parent !== null) newest.set(m.parent, m.id);
  let at = id;
  for (let steps = 0; steps <= messages.length; steps++) {
    const next = newest.get(at);
    if (next === undefined) return at;
    at = next;
  }
  return at;
}

/** All versions beside a message, itself among them, oldest first. */
export function versions<M extends Node>(messages: readonly M[], id: string): M[] {
  const own = messages.find((m) => m.id === id);
  return own ? messages.filter((m) => m.parent === own.parent) : [];
}
