// HTTP checks of the registered services: asked at their interval; who fails for too long is taken out.
import { duration } from './api.mjs';

export class Checker {
  #timer;
  #due = new Map();

  constructor(state) {
    this.state = state;
  }

  start() {
    this.#timer = setInterval(() => {
      for (const service of this.state.services.values()) this.#look(service);
      for (const id of this.#due.keys()) if (!this.state.services.has(id)) this.#due.delete(id);
    }, 250);
  }
  stop() {
    clearInterval(this.#timer);
  }

  #look(service) {
    const { check } = service;
    if (!check?.HTTP || Date.now() < (this.#due.get(service.ID) ?? 0)) return;
    this.#due.set(service.ID, Date.now() + (duration(check.Interval) || 10_000));
    void this.#ask(service, check);
  }

  async #ask(service, check) {
    let now = 'critical';
    let output;
    try {
      const answer = await fetch(check.HTTP, { signal: AbortSignal.timeout(duration(check.Timeout) || 10_000) });
      await answer.arrayBuffer();
      now = answer.ok ? 'passing' : answer.status === 429 ? 'warning' : 'critical';
      output = `HTTP GET ${check.HTTP}: ${answer.status}`;
    } catch (error) {
      output = String(error.cause?.message ?? error.message);
    }
    // Registered anew in between: that entry has a check of its own.
    if (this.state.services.get(service.ID) !== service) return;
    const after = duration(check.DeregisterCriticalServiceAfter);
    if (now === 'critical' && check.now === 'critical' && after > 0 && Date.now() - check.since > after) {
      this.state.services.delete(service.ID);
      this.state.save('services');
    } else if (now !== check.now) {
      Object.assign(check, { now, output, since: Date.now() });
      this.state.save('services');
    }
  }
}
