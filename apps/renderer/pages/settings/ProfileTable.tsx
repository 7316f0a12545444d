import type { StackOverview } from '@sutazai/core/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.ts';
import { saidOf } from '../../i18n-core.ts';
import { save } from '../../state/settings.ts';
import { loadOverview } from '../../state/stack.ts';
import { changedProfiles } from './changed-profiles.ts';

type Profile = StackOverview['profiles'][number];

/** Profiles with what each may cost in memory. Those of a group exclude each other: one of them runs. */
export function ProfileTable({ overview, onChanged }: { overview: StackOverview; onChanged?: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  // Shown at once, while the host is still asked what it comes to. Not disabled meanwhile: that would take the focus away.
  const [wanted, setWanted] = useState<{ name: string; on: boolean } | null>(null);
  const titles = new Map(overview.services.map((s) => [s.service, s.title]));
  const inProfiles = new Set(overview.profiles.flatMap((p) => p.services));
  const always = overview.services.filter(
    (s) => s.enabled && !s.job && s.profiles.length === 0 && !inProfiles.has(s.service),
  );
  const change = async (profile: Profile, on: boolean) => {
    if (wanted) return;
    setWanted({ name: profile.name, on });
    await save({ profiles: changedProfiles(overview.profiles, profile.name, on) });
    await loadOverview();
    onChanged?.();
    setWanted(null);
  };
  return (
    <table className="prof" aria-label={t('profiles.title')}>
      <colgroup>
        <col className="p-name" />
        <col className="p-count" />
        <col />
        <col className="p-mem" />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">{t('profiles.column.profile')}</th>
          <th scope="col" className="num">
            {t('profiles.column.services')}
          </th>
          <th scope="col">{t('profiles.column.what')}</th>
          <th scope="col" className="num">
            {t('profiles.column.memory')}
          </th>
        </tr>
      </thead>
      <tbody>
        {always.length ? (
          <tr>
            <td>
              <label className="flex">
                <input type="checkbox" checked disabled readOnly />
                <span className="value">{t('profiles.always')}</span>
              </label>
            </td>
            <td className="num">{always.length}</td>
            <td>{t('profiles.alwaysWhat')}</td>
            <td className="num">{format.bytes(always.reduce((sum, s) => sum + (s.memoryBytes ?? 0), 0))}</td>
          </tr>
        ) : null}
        {overview.profiles.map((p) => (
          <tr key={p.name}>
            <td>
              <label className="flex">
                <input
                  type={p.group ? 'radio' : 'checkbox'}
                  name={p.group ? `profile-${p.group.join()}` : undefined}
                  checked={
                    wanted?.name === p.name ? wanted.on : wanted && p.group?.includes(wanted.name) ? false : p.on
                  }
                  aria-busy={wanted?.name === p.name}
                  onChange={(event) => void change(p, event.target.checked)}
                />
                <span className="value">{saidOf('titles', p.name, p.title)}</span>
              </label>
            </td>
            <td className="num">{p.services.length}</td>
            <td className="what" title={p.services.map((s) => titles.get(s) ?? s).join(', ')}>
              {(p.about === undefined ? undefined : saidOf('profiles', p.name, p.about)) ??
                p.services.map((s) => titles.get(s) ?? s).join(', ')}
            </td>
            <td className="num">{format.bytes(p.memoryBytes)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td colSpan={3}>{t('profiles.sum')}</td>
          <td className="num">
            <b>{format.bytes(overview.memoryBytes)}</b>
          </td>
        </tr>
      </tfoot>
    </table>
  );
}
