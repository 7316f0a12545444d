import type { ReactNode } from 'react';

/** How something is, in the five ways of the style: each has a shape and a colour; the word comes from the caller. */
export type Tone = 'ok' | 'warn' | 'bad' | 'busy' | 'off';

export function Glyph({ tone }: { tone: Tone }) {
  return (
    <svg className={`g ${tone === 'off' ? 'offc' : tone}`} aria-hidden="true">
      <use href={`#${tone}`} />
    </svg>
  );
}

/** Shape, word and colour, always all three. */
export function Status({ tone, children, className }: { tone: Tone; children: ReactNode; className?: string }) {
  return (
    <span className={`st ${tone}${className ? ` ${className}` : ''}`}>
      <svg aria-hidden="true">
        <use href={`#${tone}`} />
      </svg>
      {children}
    </span>
  );
}
