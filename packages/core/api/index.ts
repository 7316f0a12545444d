export { type LocalClient, localClient } from './local.ts';
export { type Port, serveMessagePort } from './message-port.ts';
export { serveWeb, standardPort, type WebHost, type WebOptions } from './web/serve.ts';
