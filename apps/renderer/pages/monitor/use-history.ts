import type { Metric, StackMark } from '@sutazai/core/contract';
import { useEffect, useState } from 'react';
import { connected, door } from '../../connection/index.ts';
import { diagnosisOf } from '../../state/diagnosis-of.ts';
import type { History } from './chart/rows-of.ts';
import { points, refreshEvery } from './ranges.ts';

export interface Asked {
  /** Milliseconds. */
  length: number;
  /** A stretch that was chosen by dragging; live otherwise. */
  fixed: { from: number; to: number } | null;
  live: boolean;
  of: readonly string[];
  metrics: readonly Metric[];
}

export interface Answer {
  history: History;
  marks: StackMark[];
  from: number;
  to: number;
}

/** History of the asked series, renewed while live and looked at. The last answer stays until the next one is there. */
export function useHistory(asked: Asked): { answer: Answer | null; problem: ReturnType<typeof diagnosisOf> | null } {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [problem, setProblem] = useState<ReturnType<typeof diagnosisOf> | null>(null);
  const key = JSON.stringify(asked);
  useEffect(() => {
    const { length, fixed, live, of, metrics } = JSON.parse(key) as Asked;
    if (!of.length) return;
    const life = new AbortController();
    const { signal } = life;
    const look = async () => {
      const to = fixed?.to ?? Date.now();
      const from = fixed?.from ?? to - length;
      const series = of.flatMap((name) => metrics.map((metric) => ({ of: name, metric })));
      try {
        await connected(signal);
        const [history, marks] = await Promise.all([
          door.api.monitor.history({ from, to, points, series: series.slice(0, 200) }, { signal }),
          door.api.monitor.events({ from, to }, { signal }),
        ]);
        if (signal.aborted) return;
        setAnswer({ history, marks, from, to });
        setProblem(null);
      } catch (error) {
        if (!signal.aborted) setProblem(diagnosisOf(error));
      }
    };
    void look();
    if (fixed || !live) return () => life.abort();
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void look();
    }, refreshEvery(length));
    return () => {
      clearInterval(timer);
      life.abort();
    };
  }, [key]);
  return { answer, problem };
}
