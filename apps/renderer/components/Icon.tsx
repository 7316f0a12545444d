import type { IconName } from './Sprite.tsx';

/** Decorative always: whoever uses it gives the name beside it or as an accessible label. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className={name === 'more' ? 'i i-more' : 'i'} aria-hidden="true">
      <use href={`#${name}`} />
    </svg>
  );
}
