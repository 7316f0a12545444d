export { applyPortFix, clearOverrides, overridePath } from './port-overrides.ts';
