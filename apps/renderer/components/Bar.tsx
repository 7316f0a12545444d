/** Parts of a whole as widths; carries no meaning of its own, its values stand beside it as text. */
export interface BarPart {
  /** 0 to 1 of the whole bar. */
  share: number;
  kind?: 'accent' | 'other' | 'bad';
  /** One of the chart colours, 1 to 8, instead of a kind. */
  colour?: number;
}

const kinds = { accent: '', other: 'o', bad: 'b' };

export function Bar({ parts, tall, label }: { parts: readonly BarPart[]; tall?: boolean; label?: string }) {
  const named = label ? { role: 'img' as const, 'aria-label': label } : { 'aria-hidden': true as const };
  return (
    <span className={tall ? 'bar tall' : 'bar'} {...named}>
      {parts.map((p, at) => (
        <i
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of one bar have no other identity than their place
          key={at}
          className={p.colour ? undefined : kinds[p.kind ?? 'accent']}
          style={{
            width: `${(Math.min(1, Math.max(0, p.share)) * 100).toFixed(2)}%`,
            ...(p.colour ? { background: `var(--c${p.colour})` } : {}),
          }}
        />
      ))}
    </span>
  );
}
