/** What a caller is told, in Ollama's shape and words: `{"error": "…"}`. */
export class ModelServerError extends Error {
  override readonly name = 'ModelServerError';
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export const modelMissing = (name: string) => new ModelServerError(404, `model '${name}' not found`);
export const modelRequired = () => new ModelServerError(400, 'model is required');
export const noTools = (name: string) =>
  new ModelServerError(400, `registry.ollama.ai/library/${name} does not support tools`);
export const noChat = (name: string) => new ModelServerError(400, `"${name}" does not support chat`);
export const noThinking = (name: string) => new ModelServerError(400, `"${name}" does not support thinking`);
export const busy = () =>
  new ModelServerError(503, 'server busy, please try again.  maximum pending requests exceeded');
/** The caller went away: 499 as Ollama logs it; nobody reads it. */
export const gone = () => new ModelServerError(499, 'context canceled');
