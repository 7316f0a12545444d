import type { PullEvent, ServiceEvent, StackEvent } from '@sutazai/core/stack';

/** One service as the live view shows it. */
export interface ShownService {
  name: string;
  state: ServiceEvent['state'];
  waitingFor: { service: string; condition: string }[];
  /** Milliseconds into the operation when the present state began. */
  since: number;
  took?: number;
}

/** What the live view knows: folded from the events, drawn by `progress-lines`. */
export class ProgressModel {
  readonly services = new Map<string, ShownService>();
  readonly pulls = new Map<string, PullEvent>();
  readonly buildTail: string[] = [];
  readonly warnings: string[] = [];
  fraction = 0;
  downloadedBytes = 0;
  totalBytes = 0;
  at = 0;

  take(event: StackEvent): void {
    this.at = event.at;
    switch (event.type) {
      case 'plan':
        for (const s of event.plan.services) this.set(s.service, 'waiting', event.at);
        break;
      case 'service':
        this.set(event.service, event.state, event.at, event);
        break;
      case 'pull':
        this.pulls.set(event.image, event);
        break;
      case 'build':
        this.buildTail.push(`${event.service}: ${event.line}`);
        if (this.buildTail.length > 4) this.buildTail.shift();
        break;
      case 'progress':
        this.fraction = event.fraction;
        this.downloadedBytes = event.downloadedBytes;
        this.totalBytes = event.totalBytes;
        break;
      case 'warning':
        this.warnings.push(event.message);
        break;
      case 'end':
        if (event.outcome === 'done') this.fraction = 1;
        break;
      default:
        break;
    }
  }

  private set(name: string, state: ServiceEvent['state'], at: number, event?: ServiceEvent): void {
    const known = this.services.get(name);
    this.services.set(name, {
      name,
      state,
      waitingFor: event?.waitingFor ?? (state === known?.state ? (known?.waitingFor ?? []) : []),
      since: state === known?.state ? known.since : at,
      ...(event?.took === undefined ? {} : { took: event.took }),
    });
  }
}
