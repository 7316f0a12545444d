import { ConnectionFailure, currentRequest, Problem } from '@sutazai/service-kit';
import {
  AgentRefusal,
  AgentUnreachable,
  type AskOptions,
  type Capabilities,
  type ProcessAnswer,
  type ProcessRequest,
  AgentClient as PureClient,
  type RunEvent,
} from './protocol/index.ts';

/**
 * The client as services use it: its failures are a `ConnectionFailure` or a `Problem`, which they pass on as they are, and the
 * request that they serve is named to the agent.
 */
export class AgentClient extends PureClient {
  override process(request: ProcessRequest, options?: AskOptions): Promise<ProcessAnswer> {
    return super.process(request, named(options)).catch(rethrow);
  }

  override capabilities(signal?: AbortSignal): Promise<Capabilities> {
    return super.capabilities(signal).catch(rethrow);
  }

  override cancel(run: string, signal?: AbortSignal): Promise<void> {
    return super.cancel(run, signal).catch(rethrow);
  }

  override async *run(request: ProcessRequest, options?: AskOptions): AsyncGenerator<RunEvent, void> {
    try {
      yield* super.run(request, named(options));
    } catch (error) {
      rethrow(error);
    }
  }
}

function named(options: AskOptions = {}): AskOptions {
  const requestId = currentRequest.getStore();
  return requestId === undefined ? options : { requestId, ...options };
}

function rethrow(error: unknown): never {
  if (error instanceof AgentUnreachable) throw new ConnectionFailure(error.message, { cause: error.cause });
  if (error instanceof AgentRefusal)
    throw new Problem(error.status, error.code, error.message, error.nextStep, { cause: error });
  throw error;
}
