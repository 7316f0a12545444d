import type { Params } from '../template.ts';
import type { Code } from './catalogue/index.ts';
import { firstMatch } from './rules/first-match.ts';

/**
 * Last words of programs that mean the same whatever the program is. Only the last lines count: a warning from the start
 * of a run is not why it ended.
 */
const words: readonly { code: Code; text: RegExp | readonly RegExp[]; exitCode?: number }[] = [
  { code: 'EXEC_FORMAT', text: /exec format error/i },
  {
    code: 'CONTAINER_COMMAND_NOT_FOUND',
    text: [
      /^exec (?<command>\/?\S+): no such file or directory/m,
      /^(?:\/bin\/)?(?:sh|bash|ash|dash): (?:\d+: |line \d+: )?(?<command>[^\s:]+): not found/m,
      /env: ['‘]?(?<command>[^:'’]+?)['’]?: No such file/m,
    ],
  },
  { code: 'CONTAINER_PERMISSION', text: /^exec (?<command>\/?\S+): permission denied/m },
  {
    code: 'CONTAINER_PERMISSION',
    exitCode: 126,
    text: /^(?:\/bin\/)?(?:sh|bash|ash|dash): (?:\d+: |line \d+: )?(?<command>[^\s:]+): permission denied/im,
  },
  { code: 'DISK_FULL', text: [/(?<path>\/[\w./-]+)['"]?: no space left on device/i, /no space left on device/i] },
  {
    code: 'CPU_UNSUPPORTED',
    text: [
      /illegal instruction/i,
      /(?:requires|does not support|without) (?:a )?(?:CPU with )?(?:AVX|SSE4|x86-64-v[23])/i,
    ],
  },
  {
    code: 'GPU_DRIVER',
    text: [/CUDA driver version is insufficient/i, /(?<reason>driver\/library version mismatch)/i],
  },
  {
    code: 'GPU_CONTAINER',
    text: [
      /no CUDA-capable device is detected/i,
      /Failed to initialize NVML: (?<reason>.+)/i,
      /CUDA error: (?<reason>.+)/i,
      /could not open \/dev\/(?:kfd|dri)/i,
    ],
  },
  {
    code: 'SECRET_MISSING',
    text: [
      /(?<path>\/run\/secrets\/[\w.-]+)[^\n]*(?:no such file|not found|does not exist)/i,
      /No such file or directory: '(?<path>\/run\/secrets\/[^']+)/i,
    ],
  },
  {
    code: 'VOLUME_PERMISSION',
    text: [
      /(?<path>\/[\w./-]+)['"’]?: (?:permission denied|read-only file system)/i,
      /permission denied:? ['"‘]?(?<path>\/[\w./-]+)/i,
      /EACCES: permission denied[^\n]*?'(?<path>\/[^']+)'/i,
    ],
  },
  {
    code: 'PROCESS_LIMIT',
    text: [
      /can'?t (?:fork|start new thread)/i,
      /pthread_create failed/i,
      /fork: (?:retry: )?resource temporarily unavailable/i,
    ],
  },
  { code: 'FILE_LIMIT', text: [/too many open files/i, /inotify_init: /i, /inotify watch limit/i] },
  {
    code: 'PORT_TAKEN',
    text: [
      /(?:bind|listen)[^\n]{0,80}?(?<address>(?:[\d.]+|\*|\[[\da-f:]*\]):\d{2,5})[^\n]*(?:address (?:already )?in use)/i,
      /EADDRINUSE[^\n]*?(?<address>:+\d+)/i,
      /address already in use/i,
    ],
  },
  { code: 'ENGINE_MEMORY', text: [/cannot allocate memory/i, /std::bad_alloc/i] },
];

const considered = 15;

/** The code that a program's last log lines stand for, if they are well known. */
export function fromLastWords(lines: readonly string[], exitCode?: number): { code: Code; params: Params } | undefined {
  const text = lines.slice(-considered).join('\n').slice(-8000);
  for (const word of words) {
    if (word.exitCode !== undefined && word.exitCode !== exitCode) continue;
    const params = firstMatch(word.text, text);
    if (params) return { code: word.code, params };
  }
  return undefined;
}
