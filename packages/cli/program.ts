import { failure, fromUnknown } from '@sutazai/core/diagnose';
import { Argument, Command, CommanderError, Option } from 'commander';
import type { Globals } from './globals.ts';
import { output, reportFailure } from './output.ts';
import { version } from './version.ts';

const collect = (value: string, all: string[] = []) => [...all, value];

/** Options of every command; they may stand before or after its name. */
function withGlobals(command: Command, fileFlag = '-f, --file <file>'): Command {
  return command
    .addOption(new Option(fileFlag, 'compose file; repeat to merge; "." finds the one here').argParser(collect))
    .option('-p, --project <name>', 'project name')
    .option('--project-directory <dir>', 'what relative paths in the files belong to')
    .addOption(new Option('--profile <name>', 'switch a profile on; repeatable').argParser(collect))
    .addOption(new Option('--env-file <file>', 'use this instead of .env; repeatable').argParser(collect))
    .option('--host <url>', 'container engine: unix://, npipe://, tcp://, ssh://, wsl://')
    .option('--state-dir <dir>', 'where our own state is kept')
    .option('--json', 'machine-readable output: one JSON document, or one per line for streams')
    .option('--no-color', 'no colours')
    .option('-q, --quiet', 'print only what failed');
}

const exitCodes = `
Exit codes: 0 ok, 1 a service or operation failed, 2 wrong usage or compose file, 3 no usable engine,
            4 refused before the start (ports, disk, memory, secrets), 5 not ready in time, 6 own state file,
            130 cancelled.
Without -f every command is about SutazAI's own stack.`;

type Run = (args: unknown[], options: Globals & Record<string, unknown>) => Promise<number>;

/** Parses and runs one command line; resolves to the exit code. Never throws. */
export async function runCli(argv: readonly string[]): Promise<number> {
  let code = 0;
  const program = withGlobals(new Command('sutazai'))
    .description('Runs SutazAI, or any compose project, on a container engine of this machine.')
    .version(version, '--version')
    .addHelpText('after', exitCodes)
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .showSuggestionAfterError(true);

  const command = (name: string, text: string, run: Run, fileFlag?: string): Command => {
    const c = withGlobals(program.command(name), fileFlag).description(text).exitOverride();
    c.configureOutput({ writeErr: () => undefined });
    c.action(async (...all: unknown[]) => {
      const args = all.slice(0, -2);
      code = await run(args, { ...program.opts(), ...withoutUndefined(c.opts()) } as Globals & Record<string, unknown>);
    });
    return c;
  };

  defineCommands(command);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    if (argv.length === 0) program.outputHelp();
  } catch (error) {
    const globals = { json: argv.includes('--json'), color: !argv.includes('--no-color') };
    if (!(error instanceof CommanderError)) return reportFailure(fromUnknown(error), output(globals));
    if (error.exitCode === 0) return 0;
    if (error.code === 'commander.help') return 2;
    const reason = error.message.replace(/^error: (command-argument value )?/, '').replace(/\s+/g, ' ');
    const named = program.commands.find((c) => argv.includes(c.name()))?.name();
    const params = { reason, detail: reason, ...(named ? { command: named } : {}) };
    return reportFailure(failure('USAGE', params, { extra: { title: reason } }), output(globals));
  }
  return code;
}

function withoutUndefined(options: Record<string, unknown>): Record<string, unknown> {
  // A default of the command (`--color` is one) must not hide what stood before its name.
  return Object.fromEntries(
    Object.entries(options).filter(([k, v]) => v !== undefined && !(k === 'color' && v === true)),
  );
}

const tier = ['--tier <name>', 'all services of this tier'] as const;

function defineCommands(command: (name: string, text: string, run: Run, fileFlag?: string) => Command): void {
  command('doctor', 'Looks for everything that would make a start fail, and says how to mend it', async (_, o) =>
    (await import('./commands/doctor.ts')).doctor(o),
  )
    .option('--fix', 'mend what can be mended without a risk: port choices, a broken state file')
    .option('--engines', 'only the engines of this machine');
  command('config', 'Shows the project as it is understood', async (_, o) =>
    (await import('./commands/config.ts')).config(o),
  )
    .addOption(new Option('--format <form>', 'yaml or json').choices(['yaml', 'json']).default('yaml'))
    .option('--services', 'names of the services')
    .option('--images', 'names of the images')
    .option('--volumes', 'names of the volumes')
    .option('--profiles', 'names of the profiles');
  const planning = (c: Command) =>
    c
      .option(...tier)
      .option('--build', 'build images again')
      .addOption(new Option('--pull <policy>', 'when to pull images').choices(['always', 'missing', 'never']))
      .option('--force-recreate', 'replace containers even if nothing has changed')
      .option('--no-recreate', 'never replace containers')
      .option('--remove-orphans', 'remove containers of services that are no longer in the files')
      .addOption(new Option('--scale <service=n>', 'number of containers; repeatable').argParser(collect))
      .option('--no-deps', 'leave the services alone that these depend on');
  command('gateway', 'Shows how the gateway differs from its file', async (a, o) =>
    (await import('./commands/gateway.ts')).gateway(a, o),
  );
  planning(
    command('plan [services...]', 'Shows what `up` would do', async (a, o) =>
      (await import('./commands/plan.ts')).plan(a, o),
    ),
  );
  planning(
    command('up [services...]', 'Starts the project and waits until everything is ready', async (a, o) =>
      (await import('./commands/up.ts')).up(a, o),
    ),
  )
    .option('--fix-ports', 'take a free port for each that is in use, and keep it')
    .option('--skip-preflight', 'do not look for problems first')
    .option('--dry-run', 'show the plan and stop')
    .option('--ready-timeout <duration>', 'how long a service may take to become ready', '10m');
  command('down', 'Stops the project and removes its containers and networks', async (_, o) =>
    (await import('./commands/down.ts')).down(o),
  )
    .option('-v, --volumes', 'remove the volumes too: this deletes their data')
    .option('--images', 'remove the images too')
    .option('--remove-orphans', 'remove containers of services that are no longer in the files')
    .option('-t, --timeout <seconds>', 'seconds before a container is killed');
  for (const [name, text] of [
    ['start', 'Starts containers that exist'],
    ['stop', 'Stops containers, and keeps them'],
    ['restart', 'Stops and starts containers'],
  ] as const) {
    const c = command(`${name} [services...]`, text, async (a, o) =>
      (await import('./commands/lifecycle.ts')).lifecycle(name, a, o),
    );
    c.option(...tier);
    if (name !== 'start') c.option('-t, --timeout <seconds>', 'seconds before a container is killed');
  }
  command('status [services...]', 'Shows the services and their health', async (a, o) =>
    (await import('./commands/status.ts')).status(a, o),
  ).option('-w, --watch', 'stay, and show every change');
  command(
    'logs [services...]',
    'Shows what the services have written',
    async (a, o) => (await import('./commands/logs.ts')).logs(a, o),
    '--file <file>',
  )
    .option(...tier)
    .option('-f, --follow', 'stay, and show what comes; survives restarts')
    .option('-n, --tail <lines>', 'only the last lines of each container')
    .option('--since <time>', 'only after this time, or this long ago (10m)')
    .option('--until <time>', 'only before this time, or this long ago')
    .option('-t, --timestamps', 'show the time of each line')
    .option('--no-prefix', 'without the names');
  command('exec <service> <command> [args...]', 'Runs a command in a container of a service', async (a, o) =>
    (await import('./commands/exec.ts')).exec(a, o),
  )
    .passThroughOptions()
    .option('-T, --no-tty', 'no terminal')
    .option('-i, --interactive', 'pass standard input on (by itself at a terminal)')
    .addOption(new Option('-e, --env <key=value>', 'variable; repeatable').argParser(collect))
    .option('-u, --user <user>', 'run as this user')
    .option('-w, --workdir <dir>', 'run in this folder')
    .option('--index <n>', 'which container of a scaled service');
  command('chat [words...]', 'Asks an agent, and shows its answer as it comes', async (a, o) =>
    (await import('./commands/chat.ts')).chat(a, o),
  )
    .option('-a, --agent <name>', 'who is asked: langchain, model, …; by itself the first that answers')
    .option('-m, --model <name>', 'which model answers')
    .option('-c, --conversation <id>', 'go on with this conversation')
    .option('-l, --list', 'list conversations instead; with words, those that have all of them')
    .addOption(new Option('-d, --document <file>', 'answer from this document; repeatable').argParser(collect));
  const modelActions = new Argument('[action]', 'what to do')
    .choices(['list', 'pull', 'remove', 'check'])
    .default('list');
  command('models', 'The models: list | pull NAME | remove NAME | check NAME', async (a, o) =>
    (await import('./commands/models.ts')).models(a, o),
  )
    .addArgument(modelActions)
    .argument('[name]', 'a model, such as tinyllama or qwen2.5:3b')
    .option('-a, --agent <name>', 'for check: the agent that the model is to serve', 'langchain');
  command('export <dir>', 'Writes the project as plain compose files that `docker compose up` runs', async (a, o) =>
    (await import('./commands/export.ts')).exportProject(a, o),
  ).option('--force', 'write into a folder that is not empty');
  command('serve', 'Serves the pages for a browser on this machine, until Ctrl-C', async (_, o) =>
    (await import('./commands/serve.ts')).serve(o),
  )
    .option('--port <n>', 'port on 127.0.0.1; 0 takes any free one', '11000')
    .option('--open', 'open the page in the browser');
  command(
    'external <action> [service] [url]',
    'Services that run elsewhere: list | set SERVICE URL | remove SERVICE',
    async (a, o) => (await import('./commands/external.ts')).external(a, o),
  );
}
