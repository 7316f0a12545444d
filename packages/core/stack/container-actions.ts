/**
 * Container events that change what a person sees. Everything else (exec_create, exec_start, exec_die of every health
 * probe, attach, resize, top …) is filtered out inside the engine, so that a healthy stack costs a listener nothing.
 */
export const containerActions = [
  'create',
  'start',
  'die',
  'oom',
  'health_status',
  'destroy',
  'pause',
  'unpause',
  'rename',
] as const;
