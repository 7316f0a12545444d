import type { Code } from './catalogue/index.ts';
import type { Params } from './template.ts';

/**
 * Last words of programs that mean the same whatever the program is. Only the last lines count: a warning from the start
 * of a run is not why it ended.
 */
const words: readonly { code: Code; text: RegExp }[] = [
  { code: 'EXEC_FORMAT', text: /exec format error/i },
  {
    code: 'CONTAINER_COMMAND_NOT_FOUND',
    text: /^exec (?<command>\/?\S+): no such file or directory|^(?:\/bin\/)?(?:sh|bash|ash|dash): (?:\d+: |line \d+: )?(?<command2>[^\s:]+): not found|env: ['‘]?(?<command3>[^:'’]+?)['’]?: No such file/m,
  },
  { code: 'CONTAINER_PERMISSION', text: /^exec (?<command>\/?\S+): permission denied/m },
  { code: 'DISK_FULL', text: /no space left on device/i },
  {
    code: 'CPU_UNSUPPORTED',
    text: /illegal instruction|(?:requires|does not support|without) (?:a )?(?:CPU with )?(?:AVX|SSE4|x86-64-v[23])/i,
  },
  { code: 'GPU_DRIVER', text: /CUDA driver version is insufficient|(?<reason>driver\/library version mismatch)/i },
  {
    code: 'GPU_CONTAINER',
    text: /no CUDA-capable device is detected|Failed to initialize NVML: (?<reason>.+)|CUDA error: (?<reason2>.+)|could not open \/dev\/(?:kfd|dri)/i,
  },
  {
    code: 'SECRET_MISSING',
    text: /(?<path>\/run\/secrets\/[\w.-]+)[^\n]*(?:no such file|not found|does not exist)|No such file or directory: '(?<path2>\/run\/secrets\/[^']+)/i,
  },
  {
    code: 'VOLUME_PERMISSION',
    text: /(?<path>\/[\w./-]+)['"’]?: (?:permission denied|read-only file system)|permission denied:? ['"‘]?(?<path2>\/[\w./-]+)|EACCES: permission denied[^\n]*?'(?<path3>\/[^']+)'/i,
  },
  {
    code: 'PROCESS_LIMIT',
    text: /can'?t (?:fork|start new thread)|pthread_create failed|fork: (?:retry: )?resource temporarily unavailable/i,
  },
  { code: 'FILE_LIMIT', text: /too many open files|inotify_init: |inotify watch limit/i },
  {
    code: 'PORT_TAKEN',
    text: /(?:bind|listen)[^\n]{0,80}?(?<address>(?:[\d.]+|\*|\[[\da-f:]*\]):\d{2,5})[^\n]*(?:address (?:already )?in use)|EADDRINUSE[^\n]*?(?<address2>:+\d+)|address already in use/i,
  },
  { code: 'ENGINE_MEMORY', text: /cannot allocate memory|std::bad_alloc/i },
];

const considered = 15;

/** The code that a program's last log lines stand for, if they are well known. */
export function fromLastWords(lines: readonly string[]): { code: Code; params: Params } | undefined {
  const text = lines.slice(-considered).join('\n').slice(-8000);
  for (const word of words) {
    const found = word.text.exec(text);
    if (!found) continue;
    const params: Record<string, string> = {};
    for (const [name, value] of Object.entries(found.groups ?? {})) {
      if (value) params[name.replace(/\d$/, '')] ??= value;
    }
    return { code: word.code, params };
  }
  return undefined;
}
