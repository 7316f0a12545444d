export { type PortChoice, portChoices, resetPortChoice, setPortChoice } from './port-choices.ts';
export { applyPortFix, clearOverrides, overridePath } from './port-overrides.ts';
