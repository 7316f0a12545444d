import type { Diagnosis, ServiceStatus } from '@sutazai/core/contract';
import type { Words } from '../../words/words.ts';
import { titleOf } from '../tray/view.ts';
import { serviceAt } from '../window/places.ts';
import type { Happening } from './failures.ts';
import type { Notice } from './notice.ts';

/** What a happening says to a person; `why` asks the host for the cause, and may have none. */
export async function noticeOf(
  happening: Happening,
  words: Words,
  why: (service: string) => Promise<Diagnosis | undefined>,
): Promise<Notice> {
  const failure = { kind: 'failure', place: '/stack', body: '' } as const;
  const { notice } = words;
  switch (happening.kind) {
    case 'engine-gone':
      return { ...failure, title: notice.engineGone, body: notice.engineGoneBody };
    case 'engine-back':
      return { ...failure, title: notice.engineBack };
    case 'well': {
      const [only, ...more] = happening.services;
      if (only === undefined || more.length > 0) {
        return { ...failure, title: notice.severalWell(happening.services.length), body: list(happening.services) };
      }
      return { ...failure, title: notice.well(titleOf(only)), place: serviceAt(only.service) };
    }
    case 'unwell': {
      const [only, ...more] = happening.services;
      if (only === undefined || more.length > 0) {
        return { ...failure, title: notice.several(happening.services.length), body: list(happening.services) };
      }
      const title = only.state === 'failed' ? notice.failed(titleOf(only)) : notice.unhealthy(titleOf(only));
      const cause = (await why(only.service))?.cause ?? '';
      return { ...failure, title, body: cause, place: serviceAt(only.service) };
    }
  }
}

const list = (services: ServiceStatus[]): string => services.map(titleOf).join(', ');
