import type { Diagnosis, SutazaiError } from '../diagnose/index.ts';
import { Latest } from '../latest.ts';

/** What the host itself has to tell, one of each kind; shown on every page until it is put away or mended. */
export class Notices {
  private readonly all = new Latest<Diagnosis[]>([]);

  add({ diagnosis }: SutazaiError): void {
    const now = this.all.current ?? [];
    if (now.some((d) => d.code === diagnosis.code && d.title === diagnosis.title)) return;
    this.all.set([...now.filter((d) => d.code !== diagnosis.code), diagnosis]);
  }

  remove(code: string): void {
    const now = this.all.current ?? [];
    if (now.some((d) => d.code === code)) this.all.set(now.filter((d) => d.code !== code));
  }

  watch(signal: AbortSignal): AsyncIterable<Diagnosis[]> {
    return this.all.watch(signal);
  }

  list(): Diagnosis[] {
    return this.all.current ?? [];
  }
}
