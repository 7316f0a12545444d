/** The app's shapes, drawn once; everything else points at them by `<use>`. */
export function Sprite() {
  return (
    <svg className="sprite" aria-hidden="true">
      <symbol id="mark" viewBox="0 0 18 18">
        <rect x="1" y="2" width="16" height="4" rx="1" />
        <rect x="1" y="7.5" width="11" height="4" rx="1" />
        <rect x="1" y="13" width="6" height="4" rx="1" />
      </symbol>
      <symbol id="ok" viewBox="0 0 12 12">
        <circle cx="6" cy="6" r="4.5" fill="currentColor" />
      </symbol>
      <symbol id="warn" viewBox="0 0 12 12">
        <path d="M6 1 11.5 11H.5Z" fill="currentColor" />
      </symbol>
      <symbol id="bad" viewBox="0 0 12 12">
        <path
          fillRule="evenodd"
          d="M1 1h10v10H1Zm2.4 3.5L4.9 6 3.4 7.5l1.1 1.1L6 7.1l1.5 1.5 1.1-1.1L7.1 6l1.5-1.5-1.1-1.1L6 4.9 4.5 3.4Z"
          fill="currentColor"
        />
      </symbol>
      <symbol id="busy" viewBox="0 0 12 12">
        <path d="M6 1.5a4.5 4.5 0 1 1-4.5 4.5" fill="none" stroke="currentColor" strokeWidth="2" />
      </symbol>
      <symbol id="off" viewBox="0 0 12 12">
        <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.5" />
      </symbol>
      {Object.entries(strokes).map(([id, d]) => (
        <symbol key={id} id={id} viewBox="0 0 16 16">
          <path d={d} />
        </symbol>
      ))}
    </svg>
  );
}

const strokes = {
  stack: 'M2 3.5h12M2 8h12M2 12.5h12',
  chat: 'M2 3h12v8H7l-3 3v-3H2Z',
  monitor: 'M2 2v12h12M4.5 10.5 7 7l2.5 2L13 4',
  settings:
    'M2 4.5h7M12 4.5h2M2 11.5h2M7 11.5h7M9 4.5a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0M4 11.5a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0',
  search: 'M2.500 7a4.500 4.500 0 1 0 9 0a4.500 4.500 0 1 0-9 0M10.500 10.500 14 14',
  down: 'm4 6 4 4 4-4',
  right: 'm6 4 4 4-4 4',
  left: 'm10 4-4 4 4 4',
  close: 'm4 4 8 8M12 4l-8 8',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  plus: 'M8 3v10M3 8h10',
  check: 'm3 8.5 3.5 3.5L13 4.5',
  clip: 'm13 7-5.500 5.500a3 3 0 0 1-4.200-4.200L9 2.600a2 2 0 0 1 2.800 2.800l-5.600 5.600',
} as const;

export type IconName = keyof typeof strokes;
