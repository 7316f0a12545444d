import { useTranslation } from 'react-i18next';
import { TopBar } from '../../app/TopBar.tsx';

export default function ChatPage() {
  const { t } = useTranslation();
  return (
    <>
      <TopBar title={t('shell.pages.chat')} />
      <main className="main" />
    </>
  );
}
