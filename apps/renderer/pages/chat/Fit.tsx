import type { AgentInfo, ModelCheck, ModelFinding } from '@sutazai/core/contract';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { Code } from '../../components/Code.tsx';
import { Note } from '../../components/Note.tsx';
import { door } from '../../connection/index.ts';
import { said } from '../../i18n-core.ts';
import { go } from '../../state/route.ts';
import { inspect } from '../../state/ui.ts';
import { pullModel } from './pull.ts';
import { useChat } from './store.ts';

/** Why the agent cannot be asked now, or why this model cannot serve it, with the remedy as a button. Told before sending. */
export function Fit({ agent, model }: { agent: AgentInfo | undefined; model: string | null }) {
  const { t } = useTranslation();
  const check = useCheck(agent, model);
  const server = useChat((s) => s.models?.server.problem);
  const problem = agent?.problem ?? server;
  if (problem) {
    const service = agent?.service;
    return (
      <Note
        tone="warn"
        title={said(problem).title}
        action={
          service ? (
            <Button
              small
              onClick={() => {
                go('stack');
                inspect(service, 'diagnosis');
              }}
            >
              {t('chat.lookAt', { name: agent?.title ?? service })}
            </Button>
          ) : null
        }
      >
        <Code text={said(problem).nextSteps[0] ?? said(problem).cause} />
      </Note>
    );
  }
  const [finding] = check?.findings ?? [];
  if (!finding) return null;
  return (
    <Note
      tone={finding.diagnosis.severity === 'warning' ? 'warn' : 'bad'}
      title={said(finding.diagnosis).title}
      action={<Remedy remedy={finding.remedies[0]} />}
    >
      <Code text={said(finding.diagnosis).nextSteps[0] ?? said(finding.diagnosis).cause} />
    </Note>
  );
}

function Remedy({ remedy }: { remedy: ModelFinding['remedies'][number] | undefined }) {
  const { t } = useTranslation();
  if (!remedy) return null;
  if (remedy.kind === 'use-model') {
    return (
      <Button small onClick={() => useChat.setState({ model: remedy.model })}>
        {t('chat.useModel', { name: remedy.model })}
      </Button>
    );
  }
  if (remedy.kind === 'pull-model') {
    return (
      <Button small onClick={() => pullModel(remedy.model)}>
        {t('chat.pullModel', { name: remedy.model })}
      </Button>
    );
  }
  return (
    <Button small onClick={() => useChat.setState({ agent: remedy.agent })}>
      {t('chat.useAgent', { name: remedy.agent })}
    </Button>
  );
}

function useCheck(agent: AgentInfo | undefined, model: string | null): ModelCheck | null {
  const [check, setCheck] = useState<ModelCheck | null>(null);
  const id = agent?.state === 'ready' ? agent.id : undefined;
  const known = useChat((s) => s.models?.models.length);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when models came or went
  useEffect(() => {
    setCheck(null);
    if (!id || !model) return;
    const life = new AbortController();
    door.api.models
      .check({ agent: id, model }, { signal: life.signal })
      .then(setCheck)
      .catch(() => undefined);
    return () => life.abort();
  }, [id, model, known]);
  return check;
}
