import { Notification } from 'electron';
import type { Words } from '../../words/words.ts';
import type { Place } from '../window/places.ts';
import type { Notice } from './notice.ts';

const muteFor = 60 * 60 * 1000;

export interface NotifyParts {
  words(): Words;
  /** The user's choice per kind; `shell` cannot be turned off, it is told once only. */
  wanted(kind: Notice['kind']): boolean;
  show(place: Place): void;
  now?: () => number;
}

/** Shows notices by the system, with Show and, where the system has buttons, Mute for an hour. */
export class Notifier {
  private mutedUntil = 0;
  /** Kept, since one that is collected loses its click. */
  private readonly shown = new Set<Notification>();
  private readonly now: () => number;
  constructor(private readonly parts: NotifyParts) {
    this.now = parts.now ?? Date.now;
  }

  tell(notice: Notice): void {
    if (!Notification.isSupported() || !this.parts.wanted(notice.kind)) return;
    if (notice.kind !== 'shell' && this.now() < this.mutedUntil) return;
    const { show, mute } = this.parts.words().notice;
    const notification = new Notification({
      title: notice.title,
      body: notice.body,
      actions: [
        { type: 'button', text: show },
        { type: 'button', text: mute },
      ],
    });
    this.shown.add(notification);
    const done = () => this.shown.delete(notification);
    notification.on('click', () => {
      done();
      this.parts.show(notice.place);
    });
    notification.on('action', (details) => {
      done();
      if (details.actionIndex === 1) this.mutedUntil = this.now() + muteFor;
      else this.parts.show(notice.place);
    });
    notification.on('close', done);
    notification.on('failed', done);
    notification.show();
  }
}
