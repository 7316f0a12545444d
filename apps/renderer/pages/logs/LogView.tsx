import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LogRow } from './LogRow.tsx';
import type { LogFeed } from './log-feed.ts';

interface LogViewProps {
  feed: LogFeed;
  /** Changes when the feed has something new. */
  version: number;
  query: string;
  /** The match that is gone to. */
  current: number | null;
  following: boolean;
  named: boolean;
  onScrollUp: () => void;
  onBottom: () => void;
}

const rowHeight = 18;
const overscan = 12;
/** Pixels: more than any number of lines takes, and less than browsers can count (2^25). */
const beyond = 3e7;

/** Only the rows in sight are in the page, however many lines there are. */
export function LogView(props: LogViewProps) {
  const { feed, following, current, named } = props;
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  /** Where the view stood last, by whomever: only a movement away from there is a person's. */
  const last = useRef(0);
  const [size, setSize] = useState({ height: 400, columns: Number.POSITIVE_INFINITY });
  const [top, setTop] = useState(0);
  const { buffer } = feed;
  buffer.columns = named ? Number.POSITIVE_INFINITY : size.columns;
  const rows = buffer.rows;

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => {
      const width = charWidth(element);
      setSize({
        height: element.clientHeight,
        columns: Math.max(20, Math.floor((element.clientWidth - 28 - 12) / width)),
      });
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    return () => watch.disconnect();
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: after every change of the lines
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const dropped = feed.droppedRows;
    feed.droppedRows = 0;
    if (following) {
      // Beyond the end is the end, wherever that is: asking for it would lay the page out once more.
      element.scrollTop = beyond;
      last.current = element.scrollTop;
      return;
    }
    if (dropped) element.scrollTop -= dropped * rowHeight;
    last.current = element.scrollTop;
    setTop(element.scrollTop);
  }, [props.version, following, size, rows]);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element || current === null) return;
    element.scrollTop = buffer.rowOfLine(current) * rowHeight - element.clientHeight / 3;
    last.current = element.scrollTop;
    setTop(element.scrollTop);
  }, [current, buffer]);

  const onScroll = () => {
    const element = box.current;
    if (!element) return;
    const before = last.current;
    last.current = element.scrollTop;
    // Where this view put itself: thousands of lines a second come with an event each time, and nothing to do.
    if (following && last.current >= before) return;
    setTop(last.current);
    const atBottom = element.scrollHeight - element.scrollTop - element.clientHeight < rowHeight;
    if (following && element.scrollTop < before - 1 && !atBottom) props.onScrollUp();
    else if (!following && element.scrollTop > before && atBottom) props.onBottom();
  };

  // While it is followed the end is in sight, so what to draw is known before the page is scrolled there.
  const firstRow = following ? rows - Math.ceil(size.height / rowHeight) : Math.floor(top / rowHeight);
  const from = buffer.lineAtRow(Math.max(0, firstRow - overscan));
  const count = Math.ceil(size.height / rowHeight) + 2 * overscan;
  const shown: number[] = [];
  for (let number = from.number; number < buffer.end && shown.length < count; number += 1) shown.push(number);
  return (
    <div
      ref={box}
      className={named ? 'log scroll grow' : 'log wrap scroll grow'}
      role="log"
      aria-live="off"
      aria-label={t('logs.lines')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      onScroll={onScroll}
      // At thousands of lines a second the view would be back at its end before the scroll event is told.
      onWheel={(event) => {
        if (following && event.deltaY < 0) props.onScrollUp();
      }}
      onKeyDown={(event) => {
        if (following && ['ArrowUp', 'PageUp', 'Home'].includes(event.key)) props.onScrollUp();
      }}
    >
      <div className="log-space" style={{ height: rows * rowHeight }}>
        <div className="log-window" style={{ transform: `translateY(${from.row * rowHeight}px)` }}>
          {shown.map((number, at) => {
            const line = buffer.line(number);
            // Followed, every row gets another line each time: its elements are kept and written anew.
            return line ? (
              <LogRow
                key={following ? at : number}
                line={line}
                named={named}
                query={props.query}
                current={number === current}
              />
            ) : null;
          })}
        </div>
      </div>
    </div>
  );
}

/** Pixels of one character of the log's font; 40 of them, as a single one is rounded. */
function charWidth(element: HTMLElement): number {
  const probe = document.createElement('span');
  probe.textContent = '0'.repeat(40);
  probe.className = 'log-probe';
  element.append(probe);
  const width = probe.getBoundingClientRect().width / 40;
  probe.remove();
  return width || 7;
}
