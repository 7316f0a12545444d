export { ensureSecrets, redactions } from './secrets.ts';
