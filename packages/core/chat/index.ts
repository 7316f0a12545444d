export { Chat, type ChatOptions, type Send } from './chat.ts';
export { Documents } from './documents.ts';
