export { diagnosticsFiles, saveDiagnostics } from './diagnostics.ts';
export { Host, type HostOptions } from './host.ts';
export { overview } from './overview.ts';
