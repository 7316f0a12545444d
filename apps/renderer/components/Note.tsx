import type { ReactNode } from 'react';
import { Glyph } from './Status.tsx';

/** One sentence bold, one plain, at most one action. */
export function Note(props: { tone: 'warn' | 'bad'; title: ReactNode; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={`note ${props.tone}`} role={props.tone === 'bad' ? 'alert' : 'status'}>
      <Glyph tone={props.tone} />
      <span>
        <b>{props.title}</b> {props.children}
      </span>
      {props.action ?? <span />}
    </div>
  );
}
