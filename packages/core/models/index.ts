export { checkModel, shortName, windowOf } from './check.ts';
export { reasonOf } from './failures.ts';
export { Models } from './models.ts';
export { OllamaServer } from './ollama.ts';
export type { ChatPiece, ChatTurn, ModelServer } from './port.ts';
