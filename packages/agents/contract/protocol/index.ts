// What an agent and whoever asks it agree on: schemas and a client that knows no service. The control plane, on a floor
// below the services, stands on this door; services take the package's own door, which speaks in their problems.
export { AgentClient, type AgentClientOptions, type AskOptions } from './client.ts';
export { AgentRefusal, AgentUnreachable } from './failures.ts';
export { patientFetch } from './patient-fetch.ts';
export * from './schemas.ts';
