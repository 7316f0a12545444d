import { busy, percent } from './expressions.mjs';
import { dashboard, series, stat } from './panels.mjs';

export const gpu = dashboard('gpu', 'Graphics card', 'NVIDIA cards (profile gpu-nvidia).', [
  [
    stat('Use', 'percent', 'avg(DCGM_FI_DEV_GPU_UTIL)'),
    stat('Memory', percent, 'sum(DCGM_FI_DEV_FB_USED) / (sum(DCGM_FI_DEV_FB_USED) + sum(DCGM_FI_DEV_FB_FREE))', busy),
    stat('Temperature', 'celsius', 'max(DCGM_FI_DEV_GPU_TEMP)', {
      steps: [
        [80, 'orange'],
        [87, 'red'],
      ],
    }),
    stat('Power', 'watt', 'sum(DCGM_FI_DEV_POWER_USAGE)'),
  ],
  [
    series('Use', 'percent', [['DCGM_FI_DEV_GPU_UTIL', 'card {{gpu}}']], { max: 100 }),
    series(
      'Memory',
      'mbytes',
      [
        ['DCGM_FI_DEV_FB_USED', 'card {{gpu}} used'],
        ['DCGM_FI_DEV_FB_FREE', 'card {{gpu}} free'],
      ],
      { stack: true },
    ),
  ],
  [
    series('Temperature', 'celsius', [['DCGM_FI_DEV_GPU_TEMP', 'card {{gpu}}']]),
    series('Clock', 'MHz', [['DCGM_FI_DEV_SM_CLOCK', 'card {{gpu}}']]),
  ],
]);
