/**
 * Labels that make our containers docker compose's too: with these, `docker compose -p NAME ps|logs|stop|down` works on
 * what we made (facts/compose-engine.md 1.2, measured on 2.26.1 and 2.40.3).
 */
const prefix = 'com.docker.compose.';

export const label = {
  project: `${prefix}project`,
  service: `${prefix}service`,
  oneoff: `${prefix}oneoff`,
  number: `${prefix}container-number`,
  configHash: `${prefix}config-hash`,
  version: `${prefix}version`,
  workingDir: `${prefix}project.working_dir`,
  configFiles: `${prefix}project.config_files`,
  environmentFile: `${prefix}project.environment_file`,
  image: `${prefix}image`,
  dependsOn: `${prefix}depends_on`,
  replace: `${prefix}replace`,
  network: `${prefix}network`,
  volume: `${prefix}volume`,
} as const;

/** Ours, beside compose's: who made it, and what compose's hash does not cover. */
export const own = {
  /** Version of the hash rules below; its presence says that `config-hash` is ours. */
  hashVersion: 'ai.sutazai.hash-version',
  /** SHA-256 over the contents of secrets, configs and other mounted files that the hash should cover. */
  contentHash: 'ai.sutazai.content-hash',
} as const;

/** compose's own form `x.y.z`; says which compose's behaviour the labels follow, not our version. */
export const composeVersion = '2.40.3';
export const hashVersion = '1';
