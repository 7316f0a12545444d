import type { Settings } from './settings.ts';

/**
 * Choices of the user that change what a project is, wherever it is opened from: the app writes them, and every command reads
 * them. Undefined means none was made. What is stored in a form that this version does not know counts as none.
 */
export interface Choices {
  /** Profiles that are on, by project. */
  profiles(project: string): string[] | undefined;
  setProfiles(project: string, profiles: readonly string[] | undefined): void;
  /** Address of the engine. */
  engine(): string | undefined;
  setEngine(url: string | undefined): void;
  /** Absolute folder where models are kept instead of a volume. */
  modelsFolder(): string | undefined;
  setModelsFolder(path: string | undefined): void;
}

export function choicesIn(settings: Settings): Choices {
  const text = (key: string) => {
    const value = settings.get(key);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const put = (key: string, value: unknown) => {
    if (value === undefined) settings.remove(key);
    else settings.set(key, value);
  };
  return {
    profiles(project) {
      const value = settings.get(`profiles/${project}`);
      return Array.isArray(value) ? value.filter((p): p is string => typeof p === 'string') : undefined;
    },
    setProfiles: (project, profiles) => put(`profiles/${project}`, profiles),
    engine: () => text('engine'),
    setEngine: (url) => put('engine', url),
    modelsFolder: () => text('modelsFolder'),
    setModelsFolder: (path) => put('modelsFolder', path),
  };
}
