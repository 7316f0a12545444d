import type { AgentInfo } from '@sutazai/core/contract';
import { useTranslation } from 'react-i18next';
import { Glyph, type Tone } from '../../components/Status.tsx';
import { said, saidOf } from '../../i18n-core.ts';
import { useChat } from './store.ts';

const tones: Record<AgentInfo['state'], Tone> = {
  ready: 'ok',
  starting: 'busy',
  stopped: 'off',
  failed: 'bad',
  off: 'off',
};

/** Whom one can ask, each with its state; the chosen one gets the next question. */
export function Agents() {
  const { t } = useTranslation();
  const { agents, conversations } = useChat();
  const chosen = useAgent();
  if (!agents) return <p className="lh">{t('chat.readingAgents')}</p>;
  const busy = new Set(conversations?.filter((c) => c.running).map((c) => c.agent));
  return (
    <>
      <h2 className="lh">{t('chat.agents')}</h2>
      <ul className="ags">
        {agents.map((a) => (
          <li key={a.id} className={a.id === chosen?.id ? 'on' : undefined}>
            <button
              type="button"
              aria-pressed={a.id === chosen?.id}
              title={a.problem ? said(a.problem).title : saidOf('agents', a.id, a.about)}
              onClick={() => useChat.setState({ agent: a.id })}
            >
              <Glyph tone={busy.has(a.id) ? 'busy' : tones[a.state]} />
              <span className="cut">{saidOf('agentTitles', a.id, a.title)}</span>
              <span className="cap cut">
                {busy.has(a.id) ? t('chat.answering') : a.state === 'ready' ? '' : t(`chat.agentState.${a.state}`)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The agent for the next question: the chosen one, else the first that is ready. */
export function useAgent(): AgentInfo | undefined {
  const agents = useChat((s) => s.agents);
  const chosen = useChat((s) => s.agent);
  return agents?.find((a) => a.id === chosen) ?? agents?.find((a) => a.state === 'ready') ?? agents?.[0];
}
