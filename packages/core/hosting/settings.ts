import { constants } from 'node:fs';
import { access, chmod, mkdir, stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { type SettingsValues, settingsValues } from '../contract/index.ts';
import { failure } from '../diagnose/index.ts';
import { Latest } from '../latest.ts';
import { modelsFolderOfServer } from '../stack/index.ts';
import type { Store } from '../store/index.ts';

const standard: SettingsValues = {
  locale: null,
  theme: 'system',
  profiles: null,
  engine: null,
  modelsFolder: null,
  singleKeys: true,
  notifications: { failures: true, alerts: true, operations: true },
  openAtLogin: false,
  closeToTray: true,
  checkForUpdates: true,
  firstRunDone: false,
};

type Key = keyof SettingsValues;
const keys = Object.keys(standard) as Key[];
/** These make a project what it is, and are kept where every command finds them (`store.choices`). */
const choiceKeys: ReadonlySet<Key> = new Set(['profiles', 'engine', 'modelsFolder']);

/** The user's choices. What is stored and not understood, by hand or by another version, counts as not chosen. */
export class UserSettings {
  private readonly latest: Latest<SettingsValues>;

  constructor(
    private readonly store: Pick<Store, 'settings' | 'choices'>,
    private readonly project: string,
  ) {
    this.latest = new Latest(this.read());
  }

  get(): SettingsValues {
    return this.latest.current ?? standard;
  }

  watch(signal: AbortSignal): AsyncIterable<SettingsValues> {
    return this.latest.watch(signal);
  }

  /**
   * Changes what is given. Profiles must have been checked against the project.
   * @throws SutazaiError MODELS_FOLDER, STATE_*
   */
  async set(patch: Partial<SettingsValues>): Promise<SettingsValues> {
    if (patch.modelsFolder) await prepareFolder(patch.modelsFolder);
    const { choices, settings } = this.store;
    for (const key of keys) {
      const value = patch[key];
      if (value === undefined) continue;
      if (!choiceKeys.has(key)) settings.set(`app/${key}`, value);
    }
    if (patch.profiles !== undefined) choices.setProfiles(this.project, patch.profiles ?? undefined);
    if (patch.engine !== undefined) choices.setEngine(patch.engine ?? undefined);
    if (patch.modelsFolder !== undefined) choices.setModelsFolder(patch.modelsFolder ?? undefined);
    const now = this.read();
    this.latest.set(now);
    return now;
  }

  private read(): SettingsValues {
    const { choices, settings } = this.store;
    const stored = settings.all();
    const values: Record<string, unknown> = { ...standard };
    for (const key of keys) {
      const parsed = settingsValues.shape[key].safeParse(stored[`app/${key}`]);
      if (parsed.success && !choiceKeys.has(key)) values[key] = parsed.data;
    }
    return {
      ...(values as SettingsValues),
      profiles: choices.profiles(this.project) ?? null,
      engine: choices.engine() ?? null,
      modelsFolder: choices.modelsFolder() ?? null,
    };
  }
}

/**
 * The model server is root in its container, but without root's right to pass over owners: in a folder of the user's it is a
 * stranger. It gets one of its own in there that anyone may write into, as /tmp is (sticky: nobody touches another's files).
 */
async function prepareFolder(path: string): Promise<void> {
  if (!isAbsolute(path)) throw failure('MODELS_FOLDER', { path, reason: 'it is not an absolute path' });
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) throw failure('MODELS_FOLDER', { path, reason: 'there is no such folder' });
  try {
    await access(path, constants.W_OK);
    const inner = modelsFolderOfServer(path);
    await mkdir(inner, { recursive: true });
    if (process.platform !== 'win32') await chmod(inner, 0o1777);
  } catch (cause) {
    throw failure('MODELS_FOLDER', { path, reason: 'it cannot be written' }, { cause });
  }
}
