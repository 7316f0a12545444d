import { homedir } from 'node:os';
import { fromUnknown, type SutazaiError } from '@sutazai/core/diagnose';
import { chooseEngine, discoverEngines, type EngineCandidate } from '@sutazai/core/engine';
import { openPlatform } from '@sutazai/core/host';
import { applyPortFix, type PreflightReport, type Stack } from '@sutazai/core/stack';
import { repairStore } from '@sutazai/core/store';
import { type Globals, openOptions, stateFolder } from '../globals.ts';
import { failureLines, type Output, output, reportFailure } from '../output.ts';
import { bytes, seconds } from '../words.ts';

/** Exit codes: 0 nothing stands in the way, 3 no usable engine, 4 a start would be refused, 2 and 6 as everywhere. */
export async function doctor(options: Globals & Record<string, unknown>): Promise<number> {
  const out = output(options);
  const c = out.colors;
  const engines = await discoverEngines({
    ...(options.host ? { explicit: options.host } : {}),
    environment: process.env,
    home: homedir(),
    platform: process.platform,
    uid: process.getuid?.() ?? 0,
  });
  const choice = chooseEngine(engines);
  const chosen = choice.ok ? choice.endpoint.url : undefined;
  if (!out.json) for (const line of engineLines(engines, chosen, c)) out.print(line);
  if (options.engines) {
    if (out.json) out.document({ engines, chosen });
    return choice.ok ? 0 : 3;
  }
  const fixed: string[] = [];
  let stack: Stack | undefined;
  try {
    stack = await openOrRepair(options, fixed);
    let report = await preflightOf(stack);
    const fixes = report.findings.flatMap((f) => f.fix ?? []);
    if (options.fix && fixes.length > 0) {
      const { file } = await applyPortFix(stateFolder(options), stack.model, fixes);
      fixed.push(...fixes.map((f) => `${f.service}: port ${f.to} instead of ${f.from}, kept in ${file}`));
      stack.close();
      stack = await openPlatform(openOptions(options, []));
      report = await preflightOf(stack);
    }
    if (out.json) out.document({ engines, chosen, report, fixed });
    else for (const line of reportLines(report, fixed, stack.model.project.name, c)) out.print(line);
    return report.ok ? 0 : 4;
  } catch (error) {
    const problem = fromUnknown(error);
    if (out.json) out.document({ engines, chosen, error: problem.diagnosis, exitCode: problem.exitCode });
    else reportFailure(problem, out);
    return problem.exitCode;
  } finally {
    stack?.close();
  }
}

function preflightOf(stack: Stack): Promise<PreflightReport> {
  return stack.preflight({ proveGpu: true });
}

/** A damaged state file is the one thing that keeps the project from opening and that can be mended without a risk. */
async function openOrRepair(options: Globals & Record<string, unknown>, fixed: string[]): Promise<Stack> {
  try {
    return await openPlatform(openOptions(options, []));
  } catch (error) {
    const problem: SutazaiError = fromUnknown(error);
    if (!options.fix || problem.code !== 'STATE_CORRUPT') throw problem;
    const { keptAs } = await repairStore(stateFolder(options));
    fixed.push(`the damaged state file is kept as ${keptAs}; a fresh one is in its place`);
    return openPlatform(openOptions(options, []));
  }
}

const verdictWords: Record<EngineCandidate['verdict'], string> = {
  ok: 'answers',
  absent: 'not there',
  denied: 'no permission',
  refused: 'not running',
  timeout: 'no answer in time',
  'too-old': 'too old',
  'windows-containers': 'runs Windows containers',
  tls: 'no secure connection',
  error: 'fails',
};

function engineLines(engines: readonly EngineCandidate[], chosen: string | undefined, c: Output['colors']): string[] {
  const lines = [c.bold('Container engines')];
  for (const e of engines) {
    const ok = e.verdict === 'ok';
    const used = e.endpoint.url === chosen;
    const what = ok
      ? `${e.product} ${e.version}, API ${e.apiVersion}`
      : `${verdictWords[e.verdict]}${e.verdict === 'absent' ? '' : `: ${e.detail}`}`;
    const sign = used ? c.green('●') : ok ? c.green('○') : e.verdict === 'absent' ? c.dim('○') : c.red('✗');
    lines.push(`  ${sign} ${e.endpoint.source}  ${c.dim(e.endpoint.url)}  ${what}${used ? c.green('  ← used') : ''}`);
  }
  return lines;
}

function reportLines(
  report: PreflightReport,
  fixed: readonly string[],
  project: string,
  c: Output['colors'],
): string[] {
  const { memory, disk, gpu, architecture } = report.facts;
  const lines = ['', c.bold(`Project ${project}`)];
  for (const f of fixed) lines.push(`  ${c.green('✓')} mended: ${f}`);
  const free = disk.freeBytes === undefined ? '' : `, ${bytes(disk.freeBytes)} free`;
  lines.push(
    `  memory   ${memory.neededBytes > 0 ? `up to ${bytes(memory.neededBytes)} of` : 'no limits set;'} ${bytes(memory.totalBytes)}`,
  );
  lines.push(
    `  images   ${disk.missingImages.length === 0 ? 'all here' : `${disk.missingImages.length} to fetch`}${free}`,
  );
  lines.push(`  machine  ${architecture}`);
  lines.push(
    `  GPU      ${gpu.wanted ? `machine: ${gpu.host}, engine: ${gpu.runtime}, container: ${gpu.container}` : 'no service asks for one'}`,
  );
  for (const f of report.findings) {
    lines.push('', ...failureLines(f.diagnosis, c).map((l) => `  ${l}`));
    if (f.fix) lines.push(`    ${c.cyan('→')} ${f.fix.to} is free: \`sutazai doctor --fix\` takes it`);
  }
  lines.push(
    '',
    report.ok ? `${c.green('✓')} nothing stands in the way of a start` : `${c.red('✗')} a start would be refused`,
  );
  lines.push(c.dim(`  looked at everything in ${seconds(report.took)}`));
  return lines;
}
