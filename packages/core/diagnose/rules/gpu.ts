import type { Rule } from './rule.ts';

/** Before the container rules: the NVIDIA hook's texts also speak of programs that were not found. */
export const gpu: readonly Rule[] = [
  {
    code: 'GPU_REQUEST_INVALID',
    text: [/(?<reason>cannot set both Count and DeviceIDs[^\n]*)/i, /(?<reason>invalid device request[^\n]*)/i],
  },
  {
    code: 'GPU_CDI',
    text: [
      /unresolvable CDI devices? (?<device>[^\s,]+)/i,
      /CDI device injection failed/i,
      /could not select device driver "cdi"/i,
      /(?:driver "?cdi|cdi)[^\n]*not (?:enabled|registered|found)/i,
    ],
  },
  {
    code: 'GPU_RUNTIME_MISSING',
    text: [
      /could not select device driver/i,
      /unknown (?:or invalid )?runtime (?:name|specified):? "?nvidia/i,
      /exec: "?nvidia-container-(?:runtime|cli|toolkit)[\w-]*"?: executable file not found/i,
      /nvidia-container-runtime-hook[^\n]*not found/i,
    ],
  },
  {
    code: 'GPU_HOST_MISSING',
    text: [
      /no adapters were found/i,
      /nvidia-container-cli: device error[^\n]*unknown device/i,
      /no (?:NVIDIA|CUDA)[ -](?:GPU|capable device)s? (?:found|is detected|are available)/i,
      /no supported gpu/i,
    ],
  },
  {
    code: 'GPU_DRIVER',
    text: [
      /nvml error: (?<reason>driver not loaded|driver\/library version mismatch[^\n]*)/i,
      /libnvidia-ml\.so[.\d]*: (?<reason>cannot open shared object file)/i,
      /requirement error: (?<reason>unsatisfied condition: [^\n,]+)/i,
      /couldn't communicate with the NVIDIA driver/i,
      /CUDA driver version is insufficient/i,
      /driver rpc error/i,
    ],
  },
  {
    code: 'GPU_CONTAINER',
    text: [
      /nvidia-container-cli: (?<reason>[^\n]+)/i,
      /Failed to initialize NVML: (?<reason>[^\n]+)/i,
      /CUDA error: (?<reason>[^\n]+)/i,
      /CUDA initialization[^\n]*(?:fail|error)/i,
    ],
  },
];
