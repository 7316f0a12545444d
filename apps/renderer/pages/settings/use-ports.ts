import type { PortChoice } from '@sutazai/core/contract';
import { useCallback, useEffect, useState } from 'react';
import { door } from '../../connection/index.ts';
import { diagnosisOf } from '../../state/diagnosis-of.ts';

export interface PortsState {
  list: PortChoice[] | null;
  problem: ReturnType<typeof diagnosisOf> | null;
  /** Publishes on another port from the next start on; the problem, if it cannot. */
  set: (port: PortChoice, published: number) => Promise<ReturnType<typeof diagnosisOf> | null>;
  reset: (port: PortChoice) => Promise<ReturnType<typeof diagnosisOf> | null>;
}

const protocolOf = (port: PortChoice) => (port.protocol === 'udp' ? 'udp' : 'tcp');

export function usePorts(): PortsState {
  const [list, setList] = useState<PortChoice[] | null>(null);
  const [problem, setProblem] = useState<PortsState['problem']>(null);
  useEffect(() => {
    const life = new AbortController();
    door.api.settings
      .ports(undefined, { signal: life.signal })
      .then(setList)
      .catch((error: unknown) => {
        if (!life.signal.aborted) setProblem(diagnosisOf(error));
      });
    return () => life.abort();
  }, []);
  const change = useCallback(async (ask: () => Promise<PortChoice[]>) => {
    try {
      setList(await ask());
      return null;
    } catch (error) {
      return diagnosisOf(error);
    }
  }, []);
  return {
    list,
    problem,
    set: (port, published) =>
      change(() =>
        door.api.settings.setPort({
          service: port.service,
          target: port.target,
          protocol: protocolOf(port),
          published,
        }),
      ),
    reset: (port) =>
      change(() =>
        door.api.settings.resetPort({ service: port.service, target: port.target, protocol: protocolOf(port) }),
      ),
  };
}
