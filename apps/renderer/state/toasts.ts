import type { Diagnosis } from '@sutazai/core/contract';
import { create } from 'zustand';
import { said } from '../i18n-core.ts';

export interface Toast {
  id: number;
  tone: 'ok' | 'bad';
  title: string;
  text?: string;
}

interface ToastState {
  toasts: Toast[];
  /** Spoken by screen readers: changes politely, failures at once. */
  polite: string;
  assertive: string;
}

export const useToasts = create<ToastState>(() => ({ toasts: [], polite: '', assertive: '' }));

let count = 0;

export function tell(toast: Omit<Toast, 'id'>): void {
  count += 1;
  useToasts.setState((s) => ({ toasts: [...s.toasts, { ...toast, id: count }].slice(-4) }));
}

export function tellError(given: Diagnosis): void {
  const diagnosis = said(given);
  const text = [diagnosis.cause, diagnosis.nextSteps[0]].filter(Boolean).join(' ');
  tell({ tone: 'bad', title: diagnosis.title, text });
}

export function dropToast(id: number): void {
  useToasts.setState((s) => ({ toasts: s.toasts.filter((t) => t.id !== id) }));
}

export function announce(text: string, urgent = false): void {
  useToasts.setState(urgent ? { assertive: text } : { polite: text });
}
