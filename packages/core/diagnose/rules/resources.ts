import type { Rule } from './rule.ts';

/** Met in any operation, and decisive wherever they are met. */
export const resources: readonly Rule[] = [
  {
    code: 'FILE_LIMIT',
    text: [
      /too many open files/i,
      /inotify\w*[^\n]{0,80}no space left on device/i,
      /no inotify watch/i,
      /too many levels? of open/i,
    ],
  },
  {
    code: 'DISK_FULL',
    text: [
      /(?:write|mkdir|open|create|link|copy_file_range) (?<path>\/[^\s:]+): (?:no space left on device|disk quota exceeded)/i,
      /no space left on device|disk quota exceeded/i,
      /There is not enough space on the disk/i,
      /ENOSPC/i,
    ],
  },
  {
    code: 'ENGINE_MEMORY',
    text: [/cannot allocate memory/i, /not enough memory resources/i, /out of memory(?! killer)/i],
  },
  { code: 'PROCESS_LIMIT', text: [/resource temporarily unavailable/i, /pthread_create failed/i, /fork failed/i] },
  {
    code: 'ARCH_MISMATCH',
    text: [
      /reference (?<image>\S+) was found but does not match the specified platform: wanted (?<want>[\w/]+), actual: (?<have>[\w/]+)/i,
      /reference (?<image>\S+) was found but its platform \((?<have>[\w/]+)\) does not match the specified platform \((?<want>[\w/]+)\)/i,
      /reference (?<image>\S+) was found but does not provide the specified platform \((?<want>[\w/]+)\)/i,
    ],
  },
  { code: 'EXEC_FORMAT', text: /exec format error/i },
];
