import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/Button.tsx';
import { door } from '../../../connection/index.ts';
import { diagnosisOf } from '../../../state/diagnosis-of.ts';
import type { ServiceRow } from '../../../state/rows.ts';
import { fromBase64 } from './base64.ts';
import { documentWithoutInlineStyles, withoutInlineStyles } from './styles-without-inline.ts';
import { terminalTheme } from './terminal-theme.ts';

type End = { kind: 'closed'; exitCode: number } | { kind: 'failed'; why: string };

/** A shell in a container of the service, for as long as the tab is open. */
export default function TerminalTab({ row }: { row: ServiceRow }) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const [end, setEnd] = useState<End | null>(null);
  const [round, setRound] = useState(0);
  const { service } = row;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round is a new session
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    setEnd(null);
    const life = new AbortController();
    const terminal = new Terminal({
      fontSize: 12,
      fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono'),
      theme: terminalTheme(),
      cursorBlink: false,
      screenReaderMode: true,
      documentOverride: documentWithoutInlineStyles(document),
    });
    const fit = new FitAddon();
    terminal.loadAddon(fit);
    const restore = withoutInlineStyles(document, () => terminal.open(element));
    fit.fit();
    terminal.focus();
    let session = '';
    const { api } = door;
    terminal.onData((data) => {
      if (session) void api.terminal.input({ session, data }).catch(() => undefined);
    });
    terminal.onResize(({ cols, rows }) => {
      if (session) void api.terminal.resize({ session, columns: cols, rows }).catch(() => undefined);
    });
    const watch = new ResizeObserver(() => fit.fit());
    watch.observe(element);
    const run = async () => {
      try {
        const events = await api.terminal.open(
          { service, columns: terminal.cols, rows: terminal.rows },
          { signal: life.signal },
        );
        for await (const event of events) {
          if (event.type === 'opened') session = event.session;
          else if (event.type === 'output') terminal.write(fromBase64(event.data));
          else setEnd({ kind: 'closed', exitCode: event.exitCode });
        }
      } catch (error) {
        if (!life.signal.aborted) setEnd({ kind: 'failed', why: diagnosisOf(error).title });
      }
      session = '';
    };
    void run();
    return () => {
      life.abort();
      watch.disconnect();
      terminal.dispose();
      restore();
    };
  }, [service, round]);

  return (
    <div className="term">
      <div className="term-box" ref={box} />
      {end ? (
        <div className="foot">
          <span className="cap grow">
            {end.kind === 'closed' ? t('terminal.closed', { code: end.exitCode }) : end.why}
          </span>
          <Button small onClick={() => setRound(round + 1)}>
            {t('terminal.again')}
          </Button>
        </div>
      ) : (
        <p className="cap pad-s">{t('terminal.hint', { name: row.title })}</p>
      )}
    </div>
  );
}
