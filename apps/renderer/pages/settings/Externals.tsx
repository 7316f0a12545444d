import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Segmented } from '../../components/Segmented.tsx';
import { door } from '../../connection/index.ts';
import { said } from '../../i18n-core.ts';
import { diagnosisOf } from '../../state/diagnosis-of.ts';
import { loadOverview, useStack } from '../../state/stack.ts';
import { Field } from './Field.tsx';

/** Services of the stores and of the models may run elsewhere already: then their address is used. */
const offered = ['core', 'model', 'vectors'];

export function Externals() {
  const { t } = useTranslation();
  const overview = useStack((s) => s.overview);
  const services =
    overview?.services.filter((s) => !s.job && (s.external || (s.enabled && offered.includes(s.tier)))) ?? [];
  return (
    <>
      <h2 id="set-external">{t('settings.section.external')}</h2>
      {services.map((s) => (
        <External key={s.service} service={s.service} title={s.title} url={s.external?.url} />
      ))}
      {services.length ? null : <p className="small faint">{t('settings.external.none')}</p>}
    </>
  );
}

function External({ service, title, url }: { service: string; title: string; url: string | undefined }) {
  const { t } = useTranslation();
  const [where, setWhere] = useState<'stack' | 'address'>(url ? 'address' : 'stack');
  const [text, setText] = useState(url ?? '');
  const [refused, setRefused] = useState<string | null>(null);
  const ask = async (change: () => Promise<unknown>) => {
    try {
      await change();
      setRefused(null);
      await loadOverview();
    } catch (error) {
      const d = diagnosisOf(error);
      setRefused([said(d).title, said(d).nextSteps[0]].filter(Boolean).join(' '));
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void ask(() => door.api.settings.setExternal({ service, url: text.trim() }));
  };
  return (
    <Field
      label={title}
      hint={
        refused ? <span className="bad">{refused}</span> : where === 'address' ? t('settings.external.hint') : undefined
      }
    >
      <div className="flex">
        <Segmented
          label={title}
          value={where}
          onChange={(next) => {
            setWhere(next);
            if (next === 'stack' && url) void ask(() => door.api.settings.removeExternal({ service }));
          }}
          options={[
            { value: 'stack', label: t('settings.external.inStack') },
            { value: 'address', label: t('settings.external.atAddress') },
          ]}
        />
        {where === 'address' ? (
          <form className="flex grow" onSubmit={submit}>
            <input
              className={refused ? 'in mono bad' : 'in mono'}
              aria-label={t('settings.external.addressOf', { name: title })}
              aria-invalid={refused !== null}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            <button type="submit" className="btn small" disabled={!text.trim() || text === url}>
              {t('settings.external.use')}
            </button>
          </form>
        ) : null}
      </div>
    </Field>
  );
}
