import type { AfterPackContext } from 'electron-builder';

export const wanted: Record<number, boolean>;
export function fusesAmiss(program: string): Promise<string[]>;
export function setFuses(context: AfterPackContext): Promise<void>;
