// electron-builder's configuration: AppImage and deb for Linux, an installer for Windows, `dir` everywhere. It packs what
// build/desktop/package.mjs has laid out below dist/desktop, never the source tree.
import { fileURLToPath } from 'node:url';
import { setFuses } from './desktop/fuses.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Where newer versions are looked for; without it the build has no updater at all. */
const updates = process.env.SUTAZAI_UPDATE_URL;

/** @type {import('electron-builder').Configuration} */
export default {
  appId: 'ai.sutazai.desktop',
  productName: 'SutazAI Desktop',
  copyright: 'Copyright © 2026 SutazAI',
  electronVersion: '45.5.0',
  // A folder with an unpacked Electron, where it cannot be downloaded; see docs/desktop.md.
  ...(process.env.SUTAZAI_ELECTRON_DIST ? { electronDist: process.env.SUTAZAI_ELECTRON_DIST } : {}),
  directories: { app: here('../dist/desktop/app'), output: here('../dist/desktop/out'), buildResources: here('.') },
  // The modules as a set of their own: electron-builder leaves node_modules out of any pattern, and nothing here declares them.
  files: ['**/*', { from: here('../dist/desktop/app/node_modules'), to: 'node_modules', filter: ['**/*'] }],
  asar: true,
  // Only what the system's loader must find as a file.
  asarUnpack: ['**/*.node'],
  extraResources: [{ from: here('../dist/desktop/product'), to: 'product' }],
  // The native module is fetched for Electron's ABI by build/desktop/natives.mjs.
  npmRebuild: false,
  publish: updates ? [{ provider: 'generic', url: updates }] : null,
  afterPack: setFuses,
  artifactName: 'sutazai-desktop-${version}-${os}-${arch}.${ext}',
  linux: {
    target: ['AppImage', 'deb'],
    executableName: 'sutazai-desktop',
    icon: here('icons'),
    category: 'Development',
    synopsis: 'A private AI platform on your own machine',
    maintainer: 'SutazAI <desktop@sutazai.invalid>',
  },
  deb: {
    // An engine is not a dependency: it may be Docker's own package, Podman, or on another machine.
    recommends: ['docker.io | docker-ce | podman'],
    appArmorProfile: here('desktop/apparmor-profile.tpl'),
  },
  win: { target: [{ target: 'nsis', arch: ['x64'] }], icon: here('icons/icon.ico') },
  nsis: {
    oneClick: false,
    perMachine: false,
    allowElevation: false,
    allowToChangeInstallationDirectory: true,
    deleteAppDataOnUninstall: false,
    include: here('desktop/installer.nsh'),
    installerLanguages: ['en_US', 'de_DE'],
  },
};
