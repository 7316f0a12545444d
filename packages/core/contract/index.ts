import { agents } from './agents.ts';
import { alerts } from './alerts.ts';
import { chat } from './chat.ts';
import { diagnostics } from './diagnostics.ts';
import { documents } from './documents.ts';
import { engine } from './engine.ts';
import { host } from './host.ts';
import { models } from './models.ts';
import { monitor } from './monitor.ts';
import { settings } from './settings.ts';
import { stack } from './stack.ts';
import { terminal } from './terminal.ts';

/**
 * The one contract of window, browser and tests: schemas only, fit for a browser. One file per area; an area is added by its
 * file, one import and one word here, and its file in packages/core/api.
 */
export const contract = {
  host,
  engine,
  stack,
  terminal,
  monitor,
  alerts,
  settings,
  diagnostics,
  agents,
  models,
  chat,
  documents,
};

export type Contract = typeof contract;

export type { AgentInfo } from './agents.ts';
export type { Alert, AlertsNow } from './alerts.ts';
export { base } from './base.ts';
export type { ChatEvent, ContextMeter, RunBegun, SearchHit } from './chat.ts';
export { closeCodes, linkWith, socketPath, socketProtocol, socketProtocols, tokenOf } from './connection.ts';
export { type Diagnosis, diagnosis } from './diagnosis.ts';
export type { DocumentInfo, DocumentPassage } from './documents.ts';
export type { EngineCandidate } from './engine.ts';
export type { StackEvent } from './events.ts';
export type { HostInfo } from './host.ts';
export { type Citation, type Conversation, type Message, type MessageDetail, messageDetail } from './messages.ts';
export type { ModelCheck, ModelFinding, ModelInfo, ModelsNow, PullProgress } from './models.ts';
export type { LiveSample, Metric, StackMark } from './monitor.ts';
export { namedTypes } from './named.ts';
export type { Operation, OperationBatch, OperationRequest } from './operation.ts';
export type { CatalogueEntry, StackOverview } from './overview.ts';
export type { Plan } from './plan.ts';
export type { PortFix, PreflightReport } from './preflight.ts';
export { type PortChoice, type SettingsValues, settingsValues } from './settings.ts';
export type { LogLine, ServiceStatus, StackStatus } from './status.ts';
export type { TerminalEvent } from './terminal.ts';
