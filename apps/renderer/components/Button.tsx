import type { ComponentProps, ReactNode } from 'react';

interface ButtonProps extends Omit<ComponentProps<'button'>, 'type'> {
  kind?: 'default' | 'primary' | 'quiet';
  small?: boolean;
  /** Words while the press is being carried out ("Stopping"); the button keeps its width and cannot be pressed. */
  busy?: ReactNode;
}

export function Button({ kind = 'default', small, busy, className, children, disabled, ...rest }: ButtonProps) {
  const names = ['btn', kind === 'default' ? '' : kind, small ? 'small' : '', className ?? '']
    .filter(Boolean)
    .join(' ');
  return (
    <button
      type="button"
      className={names}
      disabled={disabled || Boolean(busy)}
      aria-busy={busy ? true : undefined}
      {...rest}
    >
      {busy || children}
    </button>
  );
}
