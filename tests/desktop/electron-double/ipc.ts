import { EventEmitter } from 'node:events';

class IpcMainDouble extends EventEmitter {}
export const ipcMain = new IpcMainDouble();
