import { door } from '../../connection/index.ts';
import { i18n } from '../../i18n.ts';
import { tell } from '../../state/toasts.ts';
import { attempt, useChat } from './store.ts';

/** Bytes; the host takes no more. */
const largest = 20 * 1024 ** 2;

/** Keeps a file in the host, has the agent take it in, and attaches it to the next question. */
export async function attachFile(file: File, agent: string | undefined): Promise<void> {
  if (file.size > largest) {
    tell({
      tone: 'bad',
      title: i18n.t('chat.tooLarge.title', { name: file.name }),
      text: i18n.t('chat.tooLarge.text'),
    });
    return;
  }
  await attempt(async () => {
    const dataBase64 = await base64Of(file);
    const document = await door.api.documents.add({ name: file.name, dataBase64, ...(agent ? { agent } : {}) });
    useChat.setState((s) => ({ attached: [...s.attached.filter((d) => d.id !== document.id), document] }));
  });
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
