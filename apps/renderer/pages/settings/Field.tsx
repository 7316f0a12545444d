import type { ReactNode } from 'react';

/** Label at the left, control at the right, a hint below. `htmlFor` where the control is a field of its own. */
export function Field(props: { label: string; htmlFor?: string; hint?: ReactNode; children: ReactNode }) {
  return (
    <div className="f set">
      {props.htmlFor ? (
        <label htmlFor={props.htmlFor}>{props.label}</label>
      ) : (
        <span className="lab">{props.label}</span>
      )}
      <div>
        {props.children}
        {props.hint ? <p className="cap">{props.hint}</p> : null}
      </div>
    </div>
  );
}
