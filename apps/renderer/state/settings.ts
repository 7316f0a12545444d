import type { HostInfo, SettingsValues } from '@sutazai/core/contract';
import { create } from 'zustand';
import { connected, door } from '../connection/index.ts';
import { changeLocale, localeFor } from '../i18n.ts';
import { diagnosisOf } from './diagnosis-of.ts';
import { follow } from './follow.ts';
import { loadOverview } from './stack.ts';
import { tellError } from './toasts.ts';

interface SettingsState {
  values: SettingsValues | null;
  host: HostInfo | null;
  savedAt: number | null;
}

export const useSettings = create<SettingsState>(() => ({ values: null, host: null, savedAt: null }));

/** A page opened with `?theme=` or `?locale=` shows itself so whatever the settings say; tests and pictures use it. */
const forced = new URLSearchParams(location.search);

export function followSettings(): () => void {
  void loadHost();
  return follow((signal) => door.api.settings.watch(undefined, { signal }), take, { whenHidden: true });
}

async function loadHost(): Promise<void> {
  await connected();
  const host = await door.api.host.info();
  useSettings.setState({ host });
  const { values } = useSettings.getState();
  if (values) show(values);
}

function take(values: SettingsValues): void {
  const before = useSettings.getState().values;
  useSettings.setState({ values });
  show(values);
  if (before && JSON.stringify(before.profiles) !== JSON.stringify(values.profiles)) void loadOverview();
}

function show(values: SettingsValues): void {
  const theme = forced.get('theme') ?? values.theme;
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  const wanted = forced.get('locale');
  const locale = wanted === 'pseudo' ? 'pseudo' : localeFor(wanted ?? values.locale ?? navigator.language);
  void changeLocale(locale);
}

export async function save(patch: Partial<SettingsValues>): Promise<void> {
  try {
    take(await door.api.settings.set(patch));
    useSettings.setState({ savedAt: Date.now() });
  } catch (error) {
    tellError(diagnosisOf(error));
  }
}
