import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../components/Dialog.tsx';
import { Icon } from '../components/Icon.tsx';
import { Kbd } from '../components/Kbd.tsx';
import { useKeyName } from '../keyboard/key-name.ts';
import { closePalette } from '../state/ui.ts';
import { useRows } from '../state/use-rows.ts';
import { type Command, commandsOf } from './commands.ts';
import { type Found, find } from './find-commands.ts';

export function Palette() {
  const { t } = useTranslation();
  const name = useKeyName();
  const rows = useRows();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  // The commands of the moment it was opened: they do not change places under a finger.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const commands = useMemo(() => commandsOf(rows, t), []);
  const found = useMemo(() => find(commands, query), [commands, query]);

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  });

  const run = (command: Command | undefined) => {
    if (!command) return;
    closePalette();
    command.run();
  };
  const keys = (event: KeyboardEvent) => {
    const count = found.length;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8 }[event.key];
    if (to !== undefined && count) {
      event.preventDefault();
      setAt(event.key.startsWith('Page') ? Math.min(count - 1, Math.max(0, to)) : (to + count) % count);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(found[at]?.command);
    }
  };
  return (
    <Dialog label={t('palette.title')} className="pal" onClose={closePalette}>
      <div className="pal-in">
        <Icon name="search" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={found[at] ? `pal-${at}` : undefined}
          aria-label={t('shell.search')}
          placeholder={t('palette.placeholder')}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={keys}
        />
        <span className="cap">{t('palette.count', { found: found.length, count: commands.length })}</span>
      </div>
      <div id="palette-list" role="listbox" aria-label={t('palette.results')} className="pal-list" ref={list}>
        {found.map((f, index) => (
          <Entry
            key={f.command.id}
            found={f}
            first={found[index - 1]?.command.group !== f.command.group}
            id={`pal-${index}`}
            selected={index === at}
            run={() => run(f.command)}
          />
        ))}
        {found.length ? null : <p className="pad faint">{t('palette.none', { query })}</p>}
      </div>
      <div className="pal-foot">
        <span>
          <Kbd>{name('Up')}</Kbd> <Kbd>{name('Down')}</Kbd> {t('palette.choose')}
        </span>
        <span>
          <Kbd>{name('Enter')}</Kbd> {t('palette.run')}
        </span>
        <span>
          <Kbd>{name('Esc')}</Kbd> {t('palette.close')}
        </span>
      </div>
    </Dialog>
  );
}

function Entry(props: { found: Found; first: boolean; id: string; selected: boolean; run: () => void }) {
  const { t } = useTranslation();
  const name = useKeyName();
  const { command, match } = props.found;
  return (
    <>
      {props.first ? (
        <div className="pal-h" role="presentation">
          {t(`palette.group.${command.group}`)}
        </div>
      ) : null}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and points here by aria-activedescendant */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the field runs it */}
      <div role="option" id={props.id} aria-selected={props.selected} onClick={props.run}>
        <span>{match ? match.highlight((m, i) => <mark key={i}>{m}</mark>) : command.title}</span>
        <span className="cap cut">{command.effect}</span>
        {command.keys ? <Kbd>{name(...command.keys)}</Kbd> : null}
      </div>
    </>
  );
}
