import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { branch, leafUnder, versions } from './tree.ts';

/** Trees as they come about: each new message goes below one that is there, or begins anew. */
const trees = fc
  .array(fc.nat(), { minLength: 1, maxLength: 40 })
  .map((picks) =>
    picks.map((pick, i) => ({ id: `m${i}`, parent: i === 0 || pick % (i + 1) === i ? null : `m${pick % (i + 1)}` })),
  );

describe('conversations as trees', () => {
  it('a branch begins without a parent, goes from parent to child, and ends in its leaf', () => {
    fc.assert(
      fc.property(trees, fc.nat(), (tree, pick) => {
        const leaf = tree[pick % tree.length]?.id ?? '';
        const path = branch(tree, leaf);
        expect(path[0]?.parent).toBeNull();
        expect(path.at(-1)?.id).toBe(leaf);
        expect(path.slice(1).map((m) => m.parent)).toEqual(path.slice(0, -1).map((m) => m.id));
        expect(new Set(path.map((m) => m.id)).size).toBe(path.length);
      }),
    );
  });

  it('the leaf under a message has nothing below it, and its branch goes through the message', () => {
    fc.assert(
      fc.property(trees, fc.nat(), (tree, pick) => {
        const id = tree[pick % tree.length]?.id ?? '';
        const leaf = leafUnder(tree, id);
        expect(tree.some((m) => m.parent === leaf)).toBe(false);
        expect(branch(tree, leaf).map((m) => m.id)).toContain(id);
      }),
    );
  });

  it('an edit adds a version and takes nothing away from any other branch', () => {
    fc.assert(
      fc.property(trees, fc.nat(), (tree, pick) => {
        const edited = tree[pick % tree.length];
        if (!edited) return;
        const after = [...tree, { id: 'new', parent: edited.parent }];
        expect(versions(after, edited.id).map((m) => m.id)).toEqual([
          ...versions(tree, edited.id).map((m) => m.id),
          'new',
        ]);
        for (const m of tree) expect(branch(after, m.id)).toEqual(branch(tree, m.id));
        expect(branch(after, 'new').slice(0, -1)).toEqual(branch(tree, edited.parent));
      }),
    );
  });

  it('an unknown leaf is an empty branch, a ring in a damaged file too', () => {
    expect(branch([{ id: 'a', parent: null }], 'x')).toEqual([]);
    expect(branch([{ id: 'a', parent: null }], null)).toEqual([]);
    const ring = [
      { id: 'a', parent: 'b' },
      { id: 'b', parent: 'a' },
    ];
    expect(branch(ring, 'a')).toEqual([]);
    expect(['a', 'b']).toContain(leafUnder(ring, 'a'));
    expect(versions(ring, 'x')).toEqual([]);
  });
});
