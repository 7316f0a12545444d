/** The agent is not there, or the way to it broke: nothing it said itself. */
export class AgentUnreachable extends Error {
  override readonly name = 'AgentUnreachable';
}

/** What the agent itself said, or 502 for an answer that is not of the contract. */
export class AgentRefusal extends Error {
  override readonly name = 'AgentRefusal';
  constructor(
    /** HTTP status as a caller may pass it on: the agent's own 5xx is told as 502. */
    readonly status: number,
    readonly code: string,
    message: string,
    readonly nextStep: string,
  ) {
    super(message);
  }
}
