// Fuses: switches in Electron's own program that no file or argument can turn back on. Set on the packed program and read back.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses';

/** What each switch must say in what we ship. */
export const wanted = {
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
};

/** The state bytes of the wire: '0' off, '1' on. */
const on = 0x31;

/** Names of the switches of a program that are not as wanted; empty when all are. */
export async function fusesAmiss(program) {
  const wire = await getCurrentFuseWire(program);
  return Object.entries(wanted)
    .filter(([index, value]) => (wire[index] === on) !== value)
    .map(([index]) => FuseV1Options[index]);
}

/** electron-builder's hook: flips, then reads back, so that a build whose program is not as we say it is fails here. */
export async function setFuses({ appOutDir, packager, electronPlatformName }) {
  const program = programIn(appOutDir, packager, electronPlatformName);
  await flipFuses(program, {
    version: FuseVersion.V1,
    // Electron's signature on macOS does not survive the change.
    resetAdHocDarwinSignature: electronPlatformName === 'darwin',
    ...wanted,
  });
  const amiss = await fusesAmiss(program);
  if (amiss.length > 0) throw new Error(`${program}: fuses are not as set: ${amiss.join(', ')}`);
}

function programIn(folder, packager, platform) {
  const { productFilename } = packager.appInfo;
  const name =
    platform === 'darwin'
      ? `${productFilename}.app/Contents/MacOS/${productFilename}`
      : platform === 'win32'
        ? `${productFilename}.exe`
        : packager.executableName;
  const program = join(folder, name);
  if (!existsSync(program)) throw new Error(`${program} is not there`);
  return program;
}
