import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import '../../styles/answer.css';
import { TopBar } from '../../app/TopBar.tsx';
import { useRoute } from '../../state/route.ts';
import { Composer } from './Composer.tsx';
import { Conversations } from './Conversations.tsx';
import { PassagePanel } from './PassagePanel.tsx';
import { followChat, followConversation, openConversation, showConversation, useChat } from './store.ts';
import { Thread } from './Thread.tsx';

export default function ChatPage() {
  const { t } = useTranslation();
  const { rest } = useRoute();
  const open = useChat((s) => s.open);
  const title = useChat((s) => s.view.conversation?.title);
  const citation = useChat((s) => s.citation);
  useEffect(followChat, []);
  useEffect(() => (open ? followConversation(open) : undefined), [open]);
  useEffect(() => {
    // Without a name in the address the conversation that was open before is shown again.
    if (rest) showConversation(rest === 'new' ? null : rest);
    else openConversation(useChat.getState().open);
  }, [rest]);
  return (
    <>
      <TopBar title={t('shell.pages.chat')} sum={<span className="cut">{title || t('chat.newTitle')}</span>} />
      <main className="main">
        <div className="chat">
          <Conversations />
          <div className="thread" data-panel>
            <Thread />
            <Composer />
          </div>
        </div>
      </main>
      {citation ? <PassagePanel citation={citation} /> : null}
    </>
  );
}
