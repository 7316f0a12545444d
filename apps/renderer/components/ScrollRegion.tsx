import type { ComponentProps } from 'react';

/** A part that scrolls by itself: named, and reachable by keyboard, as whoever has no mouse must scroll it too. */
export function ScrollRegion({ label, className, ...rest }: ComponentProps<'section'> & { label: string }) {
  // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
  return <section className={`scroll ${className ?? ''}`} tabIndex={0} aria-label={label} {...rest} />;
}
