// What Prometheus says of the targets and probes that the enabled services gave it.
export interface TargetState {
  job: string;
  instance: string;
  health: string;
  lastError: string;
}

export async function targets(prometheus: string): Promise<TargetState[]> {
  const { data } = (await ask(`${prometheus}/api/v1/targets?state=active`)) as {
    data: { activeTargets: { labels: Record<string, string>; health: string; lastError: string }[] };
  };
  return data.activeTargets.map((t) => ({
    job: t.labels.job ?? '',
    instance: t.labels.instance ?? '',
    health: t.health,
    lastError: t.lastError,
  }));
}

/** `probe_success` by what was asked: a probe's target is up whenever the exporter is, so only this tells the truth. */
export async function probes(prometheus: string): Promise<Record<string, string>> {
  const { data } = (await ask(`${prometheus}/api/v1/query?query=probe_success`)) as {
    data: { result: { metric: Record<string, string>; value: [number, string] }[] };
  };
  return Object.fromEntries(data.result.map((r) => [r.metric.instance ?? '', r.value[1]]));
}

async function ask(url: string): Promise<unknown> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(5000) });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}
