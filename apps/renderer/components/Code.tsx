import { useTranslation } from 'react-i18next';
import { actionOf } from '../state/command.ts';
import { useBusy } from '../state/operation.ts';
import { useRows } from '../state/use-rows.ts';

/** Text of a diagnosis: what stands in backticks is a command. What the app can do itself is a press instead. */
export function Code({ text }: { text: string }) {
  return (
    <>
      {text.split('`').map((part, at) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change places
        at % 2 ? <Command key={at} command={part} /> : part,
      )}
    </>
  );
}

function Command({ command }: { command: string }) {
  const { t } = useTranslation();
  const busy = useBusy();
  const action = actionOf(command);
  const row = useRows().find((r) => r.service === action?.service);
  if (!action || (action.service && !row)) return <code>{command}</code>;
  return (
    <button type="button" className="link" disabled={busy} onClick={action.run}>
      {t(`command.${action.say}`, { name: row?.title ?? '' })}
    </button>
  );
}
