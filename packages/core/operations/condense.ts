import type { StackEvent } from '../stack/index.ts';

/** Lines of one build that are kept for whoever comes later. */
const buildLines = 200;

/**
 * What an operation has told so far, without what later events have made stale: of progress, of a pull and of each service
 * only the last word, of a step its end. Order is that of the last word. Bounded by the number of things, not by time.
 */
export class CondensedEvents {
  private readonly byKey = new Map<string, StackEvent>();
  private readonly lines = new Map<string, string[]>();
  private count = 0;

  add(event: StackEvent): void {
    const key = this.keyOf(event);
    this.byKey.delete(key);
    this.byKey.set(key, event);
  }

  list(): StackEvent[] {
    return [...this.byKey.values()];
  }

  clear(): void {
    this.byKey.clear();
    this.lines.clear();
  }

  private keyOf(event: StackEvent): string {
    switch (event.type) {
      case 'progress':
        return 'progress';
      case 'pull':
        return `pull ${event.image}`;
      case 'service':
        return `service ${event.service}`;
      case 'step':
        return `step ${event.step} ${event.subject}`;
      case 'build':
        return this.buildKey(event.image);
      default:
        return `${event.type} ${this.count++}`;
    }
  }

  private buildKey(image: string): string {
    const key = `build ${this.count++}`;
    const kept = this.lines.get(image) ?? [];
    this.lines.set(image, kept);
    kept.push(key);
    if (kept.length > buildLines) this.byKey.delete(kept.shift() ?? '');
    return key;
  }
}
