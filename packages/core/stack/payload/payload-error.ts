/**
 * The service cannot be put into a create request: something is asked of an engine that does not know it, or the file uses
 * what only Swarm has. Preflight finds most of these before; the message names the field.
 */
export class PayloadError extends Error {
  override readonly name = 'PayloadError';
  constructor(
    message: string,
    /** Service, or field within it, that the message is about. */
    readonly subject: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}
