import type { Rule } from './rule.ts';

/** Met in any operation, and decisive wherever they are met. */
export const resources: readonly Rule[] = [
  {
    code: 'FILE_LIMIT',
    text: /too many open files|inotify\w*[^\n]{0,80}no space left on device|no inotify watch|too many levels? of open/i,
  },
  {
    code: 'DISK_FULL',
    text: /(?:(?:write|mkdir|open|create|link|copy_file_range) (?<path>\/[^\s:]+): )?(?:no space left on device|disk quota exceeded)|There is not enough space on the disk|ENOSPC/i,
  },
  { code: 'ENGINE_MEMORY', text: /cannot allocate memory|not enough memory resources|out of memory(?! killer)/i },
  { code: 'PROCESS_LIMIT', text: /resource temporarily unavailable|pthread_create failed|fork failed/i },
  {
    code: 'ARCH_MISMATCH',
    text: /image with reference (?<image>\S+) was found but (?:does not match the specified platform: wanted (?<want>[\w/]+), actual: (?<have>[\w/]+)|(?:its platform \((?<have2>[\w/]+)\) )?does not (?:match|provide) the specified platform \((?<platform>[\w/]+)\))/i,
  },
  { code: 'EXEC_FORMAT', text: /exec format error/i },
];
