export { Chat, type Send } from './chat.ts';
export { Documents } from './documents.ts';
export { openTalk, type Talk } from './open.ts';
