import { type KeyboardEvent, type ReactNode, useRef } from 'react';

/** Tabs as one tab stop: arrow keys move and choose. The panel below names itself by `id`-panel. */
export function Tabs<T extends string>(props: {
  id: string;
  label: string;
  value: T;
  options: readonly { value: T; label: ReactNode }[];
  onChange: (value: T) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (!step) return;
    event.preventDefault();
    const at = props.options.findIndex((o) => o.value === props.value);
    const next = props.options[(at + step + props.options.length) % props.options.length];
    if (!next) return;
    props.onChange(next.value);
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.value}"]`)?.focus();
  };
  return (
    <div className="tabs" role="tablist" aria-label={props.label} ref={list} onKeyDown={move}>
      {props.options.map((o) => (
        <button
          key={o.value}
          type="button"
          role="tab"
          data-tab={o.value}
          id={`${props.id}-${o.value}`}
          aria-selected={o.value === props.value}
          aria-controls={`${props.id}-panel`}
          tabIndex={o.value === props.value ? 0 : -1}
          onClick={() => props.onChange(o.value)}
        >
          {o.label}
        </button>
      ))}
    </div>
  );
}
