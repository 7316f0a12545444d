import { useTranslation } from 'react-i18next';
import { TopBar } from './TopBar.tsx';

/** While the code of a page is on its way: the layout stays. */
export function LoadingPage() {
  const { t } = useTranslation();
  return (
    <>
      <TopBar title="" />
      <main className="main">
        <p className="pad faint">{t('shell.loadingPage')}</p>
      </main>
    </>
  );
}
