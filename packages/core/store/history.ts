import { join } from 'node:path';
import { Connection } from './connection.ts';
import { openDatabase } from './database.ts';
import { historyMigrations } from './history-migrations.ts';
import { seriesPoints } from './history-points.ts';
import { setAside } from './repair.ts';

export const metrics = ['cpu', 'memory', 'rx', 'tx'] as const;
export type MetricName = (typeof metrics)[number];

/** What was measured of one thing; null where it could not be. */
export interface Sample extends Record<MetricName, number | null> {
  /** `host`, or a service. */
  of: string;
  /** Milliseconds since the epoch; kept to the second. */
  at: number;
}

export interface Mark {
  /** Milliseconds since the epoch. */
  at: number;
  service: string;
  what: 'failed' | 'unhealthy' | 'healthy' | 'restarted' | 'stopped' | 'started';
}

export interface SeriesKey {
  of: string;
  metric: MetricName;
}

export interface PointsQuery {
  project: string;
  /** Milliseconds since the epoch. */
  from: number;
  to: number;
  /** Equal parts of the time, each the average of what was measured in it. */
  points: number;
  series: readonly SeriesKey[];
}

/** Seconds: one rolled-up row stands for as many. */
export const rolledEvery = 300;
const rawFor = 24 * 3600;
const rolledFor = 30 * 24 * 3600;
/** Marks that one question gets at most. */
const mostMarks = 10_000;

/** Percent is kept in hundredths and memory in KiB: small whole numbers take one to four bytes in SQLite. */
const unit: Record<MetricName, number> = { cpu: 0.01, memory: 1024, rx: 1, tx: 1 };

/**
 * Measured values of all projects: 24 h as measured, 30 days in averages of five minutes. A file of its own, so that its
 * damage or size touches nothing else. Every call can throw StoreError.
 */
export class History {
  private readonly ids = new Map<string, number>();

  constructor(private readonly connection: Connection) {}

  get path(): string {
    return this.connection.path;
  }

  /** All of one moment, or of several; a row of the same second is written over. Averages are brought up to date with it. */
  write(project: string, samples: readonly Sample[]): void {
    const { connection } = this;
    connection.together(() => {
      const touched = new Set<string>();
      for (const s of samples) {
        const id = this.idOf(project, s.of);
        const at = Math.floor(s.at / 1000);
        const values = metrics.map((m) => (s[m] === null ? null : Math.round(s[m] / unit[m])));
        connection.change('INSERT OR REPLACE INTO raw VALUES (?, ?, ?, ?, ?, ?)', id, at, ...values);
        touched.add(`${id} ${at - (at % rolledEvery)}`);
      }
      for (const key of touched) {
        const [id, from] = key.split(' ').map(Number) as [number, number];
        connection.change(
          `INSERT OR REPLACE INTO rolled
           SELECT series, ?, round(avg(cpu)), round(avg(memory)), round(avg(rx)), round(avg(tx))
           FROM raw WHERE series = ? AND at >= ? AND at < ? GROUP BY series`,
          from,
          id,
          from,
          from + rolledEvery,
        );
      }
    });
  }

  mark(project: string, mark: Mark): void {
    this.connection.change('INSERT INTO marks VALUES (?, ?, ?, ?)', project, mark.at, mark.service, mark.what);
  }

  /** Oldest first; of too many, the newest. */
  marks(project: string, from: number, to: number): Mark[] {
    const rows = this.connection.all(
      'SELECT at, service, what FROM marks WHERE project = ? AND at >= ? AND at <= ? ORDER BY at DESC, rowid DESC LIMIT ?',
      project,
      from,
      to,
      mostMarks,
    );
    return rows
      .reverse()
      .map((row) => ({ at: Number(row.at), service: String(row.service), what: row.what as Mark['what'] }));
  }

  /** Milliseconds since the epoch, value; null where nothing was measured. `every`: seconds between two raw samples. */
  points(query: PointsQuery, every: number): (SeriesKey & { points: [number, number | null][] })[] {
    const width = (query.to - query.from) / query.points / 1000;
    const recent = query.from >= this.connection.clock() - rawFor * 1000;
    const table = recent && width < rolledEvery ? 'raw' : 'rolled';
    const hold = table === 'raw' ? every * 2.5 : rolledEvery * 1.5;
    return query.series.map(({ of, metric }) => {
      const id = this.known(query.project, of);
      const rows =
        id === undefined
          ? []
          : this.connection.all(
              `SELECT at, ${metric} AS value FROM ${table} WHERE series = ? AND at >= ? AND at < ? AND ${metric} IS NOT NULL`,
              id,
              Math.floor(query.from / 1000 - hold),
              Math.ceil(query.to / 1000),
            );
      const values = rows.map((r) => [Number(r.at) * 1000, Number(r.value) * unit[metric]] as const);
      return { of, metric, points: seriesPoints(values, query, hold * 1000) };
    });
  }

  /** Removes what is too old, and what a clock that ran ahead has left in the future. */
  prune(): void {
    const now = Math.floor(this.connection.clock() / 1000);
    const future = now + 3600;
    this.connection.together(() => {
      for (const { id } of this.connection.all('SELECT id FROM series')) {
        this.connection.change('DELETE FROM raw WHERE series = ? AND (at < ? OR at > ?)', id, now - rawFor, future);
        this.connection.change(
          'DELETE FROM rolled WHERE series = ? AND (at < ? OR at > ?)',
          id,
          now - rolledFor,
          future,
        );
      }
      this.connection.change('DELETE FROM marks WHERE at < ? OR at > ?', (now - rolledFor) * 1000, future * 1000);
      this.connection.change(
        'DELETE FROM series WHERE NOT EXISTS (SELECT 1 FROM raw WHERE series = id) AND NOT EXISTS (SELECT 1 FROM rolled WHERE series = id)',
      );
    });
    this.ids.clear();
  }

  close(): void {
    this.connection.close();
  }

  private idOf(project: string, of: string): number {
    const known = this.known(project, of);
    if (known !== undefined) return known;
    const { id } = this.connection.change('INSERT INTO series (project, subject) VALUES (?, ?)', project, of);
    this.ids.set(`${project}/${of}`, id);
    return id;
  }

  private known(project: string, of: string): number | undefined {
    const key = `${project}/${of}`;
    const cached = this.ids.get(key);
    if (cached !== undefined) return cached;
    const row = this.connection.first('SELECT id FROM series WHERE project = ? AND subject = ?', project, of);
    if (row) this.ids.set(key, Number(row.id));
    return row && Number(row.id);
  }
}

/** @throws StoreError as `openStore`. */
export function openHistory(directory: string, options: { clock?: () => number } = {}): History {
  const path = historyPath(directory);
  return new History(new Connection(path, openDatabase(path, historyMigrations, 5000), options.clock ?? Date.now));
}

/** Puts a damaged history aside; `openHistory` then begins a fresh one. Returns where the old one is now. */
export function setHistoryAside(directory: string, clock: () => number = Date.now): string {
  return setAside(historyPath(directory), clock);
}

const historyPath = (directory: string) => join(directory, 'history.db');
