import type { MessageDetail } from '@sutazai/core/contract';
import { useTranslation } from 'react-i18next';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';

/** Files, diffs and other things that an agent made: shown, never applied by themselves. */
export function Products({ products }: { products: MessageDetail['products'] }) {
  const { t } = useTranslation();
  return products.map((p, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: an agent may make two things of one name
    <details key={`${p.name}/${at}`} className="run">
      <summary>{t(`chat.product.${p.kind}`, { name: p.name })}</summary>
      {p.text ? (
        <ScrollRegion className="log product" label={p.name}>
          <pre>{p.text}</pre>
        </ScrollRegion>
      ) : null}
    </details>
  ));
}
