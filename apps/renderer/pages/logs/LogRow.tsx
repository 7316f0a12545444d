import type { LogLine } from '@sutazai/core/contract';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { clock } from '../../format/times.ts';
import { levelOf } from './clean-line.ts';

interface LogRowProps {
  line: LogLine;
  named: boolean;
  query: string;
  current: boolean;
}

export const LogRow = memo(function LogRow({ line, named, query, current }: LogRowProps) {
  if (line.kind === 'seam') return <Seam line={line} />;
  return (
    <div className={current ? 'line hit-line' : 'line'}>
      <time>{clock(Date.parse(line.timestamp))}</time> {named ? <span className="subject">{line.service}</span> : null}
      <span className={levelOf(line.text) || undefined}>
        {query ? <Marked text={line.text} query={query} /> : line.text}
      </span>
    </div>
  );
});

function Seam({ line }: { line: Extract<LogLine, { kind: 'seam' }> }) {
  const { t } = useTranslation();
  return (
    <div className="seam">
      {t(`logs.seam.${line.reason}`, {
        service: line.service,
        time: clock(Date.parse(line.timestamp)),
        code: line.exitCode ?? '',
      })}
    </div>
  );
}

function Marked({ text, query }: { text: string; query: string }) {
  const lower = text.toLowerCase();
  const wanted = query.toLowerCase();
  const parts = [];
  let at = 0;
  for (let found = lower.indexOf(wanted); found >= 0; found = lower.indexOf(wanted, at)) {
    parts.push(
      text.slice(at, found),
      <mark key={found} className="hit">
        {text.slice(found, found + query.length)}
      </mark>,
    );
    at = found + query.length;
  }
  parts.push(text.slice(at));
  return <>{parts}</>;
}
