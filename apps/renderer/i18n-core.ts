import type { Diagnosis } from '@sutazai/core/contract';
import { fill } from '@sutazai/core/template';
import { i18n } from './i18n.ts';

/** What the core says in English and another language says by its code. Steps keep their order in the core's catalogue. */
export interface DiagnosisTexts {
  title: string;
  cause: string;
  next: string[];
}

/**
 * A diagnosis in the language of the page. English stands once, in the core's catalogue, and comes filled in; other languages
 * fill the same holes in their own texts (`core-words/`). What the caller said in its own words stays as it is.
 */
export function said(diagnosis: Diagnosis): Diagnosis {
  const { words } = diagnosis;
  const texts: DiagnosisTexts | undefined = i18n.getResource(i18n.language, 'core', `diagnoses.${diagnosis.code}`);
  if (!words || !texts) return diagnosis;
  const own = new Set<string>(words.own);
  const params = { ...words.params, ...actionIn(words.params.action) };
  // A clause that stands in for a missing name begins with a comma, which the name itself does not want.
  const say = (text: string) => fill(text, params).replaceAll(' ,', ',');
  const before = diagnosis.nextSteps.slice(0, diagnosis.nextSteps.length - words.steps.length);
  return {
    ...diagnosis,
    title: own.has('title') ? diagnosis.title : say(texts.title),
    cause: own.has('cause') ? diagnosis.cause : say(texts.cause),
    nextSteps: [
      ...before,
      ...words.steps.map((at, i) => {
        const text = texts.next[at];
        return text === undefined ? (diagnosis.nextSteps[before.length + i] ?? '') : say(text);
      }),
    ],
  };
}

/** "start the container" in the page's language. */
function actionIn(action: string | undefined): { action?: string } {
  const text: string | undefined = action && i18n.getResource(i18n.language, 'core', `actions.${action}`);
  return text ? { action: text } : {};
}

/** A text that the compose files give a service, profile or piece of evidence, in the page's language if it has one. */
export function saidOf(
  kind: 'services' | 'profiles' | 'titles' | 'evidence' | 'backups' | 'agents' | 'agentTitles',
  name: string,
  english: string,
): string {
  const text: string | undefined = i18n.getResource(i18n.language, 'core', `${kind}.${name}`);
  return text ?? english;
}
