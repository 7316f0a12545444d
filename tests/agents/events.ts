import { AgentClient, type RunEvent } from '@sutazai/agent-contract';

/** All events of one run, by the client that the platform uses. */
export async function eventsOf(url: string, request: object): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of new AgentClient(url).run(request as Parameters<AgentClient['run']>[0])) events.push(event);
  return events;
}
