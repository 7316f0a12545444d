#!/usr/bin/env node
import { runCli } from './program.ts';

// A reader that has gone (`sutazai logs | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await runCli(process.argv.slice(2));
// Kept-alive engine connections would hold the process for some seconds more.
setImmediate(() => {
  if (process.stdout.writableLength === 0) process.exit();
  process.stdout.once('drain', () => process.exit());
});
