import { AgentRefusal, AgentUnreachable } from '@sutazai/agent-contract/protocol';
import type { Diagnosis } from '../contract/index.ts';
import { type Code, diagnose, fromUnknown, isCode } from '../diagnose/index.ts';
import { reasonOf } from '../models/index.ts';

export interface Asked {
  /** Title and service of what was asked. */
  agent: string;
  service: string;
  model: string;
  /** Words have come already. */
  midway: boolean;
}

/** Why a run ended badly, for a person. */
export function runFailure(error: unknown, asked: Asked): Diagnosis {
  const { agent, service, model } = asked;
  if (error instanceof AgentUnreachable) {
    const reason = reasonOf(error);
    return asked.midway
      ? diagnose('ANSWER_BROKEN_OFF', { who: agent, service, reason })
      : diagnose('AGENT_DOWN', { agent, service, reason });
  }
  if (error instanceof AgentRefusal) return agentFailure(error.code, error.message, error.nextStep, asked);
  return fromUnknown(error, { service, params: { model } }).diagnosis;
}

/** What an agent says itself: with the catalogue's words where it uses a code of the catalogue, else with its own. */
export function agentFailure(code: string, message: string, nextStep: string, asked: Asked): Diagnosis {
  const { agent, service, model } = asked;
  const known = sameAs[code] ?? code;
  const params = { agent, service, model, who: agent, reason: message.replace(/\.$/, '') };
  if (isCode(known) && known !== 'AGENT_FAILED') return diagnose(known, params, { raw: message });
  const own = diagnose('AGENT_FAILED', params, { raw: message });
  return nextStep ? { ...own, nextSteps: [nextStep, ...own.nextSteps] } : own;
}

/** Codes of services for what the catalogue calls otherwise. */
const sameAs: Readonly<Record<string, Code>> = {
  MODEL_UNKNOWN: 'MODEL_MISSING',
  EMPTY_OUTPUT: 'EMPTY_ANSWER',
  // An agent that was started anew knows nothing of what it did before.
  RUN_UNKNOWN: 'ANSWER_BROKEN_OFF',
  DEPENDENCY_DOWN: 'AGENT_FAILED',
};
