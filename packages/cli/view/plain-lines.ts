import type { StackEvent } from '@sutazai/core/stack';
import { bytes, planCounts, seconds, waitText } from '../words.ts';

/** One line for each change that means something; undefined for the rest. Wording is stable: scripts read it. */
export function plainLine(event: StackEvent): string | undefined {
  switch (event.type) {
    case 'plan':
      return event.plan.upToDate ? 'nothing to do' : `plan: ${planCounts(event.plan)}`;
    case 'warning':
      return `warning: ${event.message}`;
    case 'service':
      return serviceLine(event);
    case 'pull':
      if (event.state !== 'done' && event.state !== 'failed') return undefined;
      return `image ${event.image} ${event.state === 'done' ? `pulled (${bytes(event.downloadedBytes)})` : 'not pulled'}`;
    case 'build':
      return `build ${event.service}: ${event.line}`;
    case 'step':
      if (event.state !== 'done' || event.service !== undefined || event.step === 'image.pull') return undefined;
      return `${event.step.replace('.', ' ')} ${event.subject}`;
    default:
      return undefined;
  }
}

function serviceLine(event: Extract<StackEvent, { type: 'service' }>): string | undefined {
  switch (event.state) {
    case 'ready': {
      const how = event.by === 'own-probe' ? ', by its own health check' : '';
      return `${event.service} ready${event.took === undefined ? '' : ` after ${seconds(event.took)}`}${how}`;
    }
    case 'waiting':
      return event.waitingFor ? `${event.service} waits for ${waitText(event.waitingFor)}` : undefined;
    case 'started':
    case 'finished':
    case 'restarting':
    case 'stopped':
    case 'removed':
    case 'failed':
      return `${event.service} ${event.state}`;
    case 'skipped':
      return `${event.service} not started: something it needs failed`;
    default:
      return undefined;
  }
}
