import type { Rule } from './rule.ts';

/** Before the container rules: the NVIDIA hook's texts also speak of programs that were not found. */
export const gpu: readonly Rule[] = [
  {
    code: 'GPU_REQUEST_INVALID',
    text: /(?<reason>cannot set both Count and DeviceIDs[^\n]*)|(?<reason2>invalid device request[^\n]*)/i,
  },
  {
    code: 'GPU_CDI',
    text: /unresolvable CDI devices? (?<device>[^\s,]+)|CDI device injection failed|(?:driver "?cdi|cdi)[^\n]*not (?:enabled|registered|found)/i,
  },
  {
    code: 'GPU_RUNTIME_MISSING',
    text: /could not select device driver|unknown (?:or invalid )?runtime (?:name|specified):? "?nvidia|exec: "?nvidia-container-(?:runtime|cli|toolkit)[\w-]*"?: executable file not found|nvidia-container-runtime-hook[^\n]*not found/i,
  },
  {
    code: 'GPU_HOST_MISSING',
    text: /no adapters were found|nvidia-container-cli: device error[^\n]*unknown device|no (?:NVIDIA|CUDA)[ -](?:GPU|capable device)s? (?:found|is detected|are available)|no supported gpu/i,
  },
  {
    code: 'GPU_DRIVER',
    text: /nvml error: (?<reason>driver not loaded|driver\/library version mismatch[^\n]*)|libnvidia-ml\.so[.\d]*: (?<reason2>cannot open shared object file)|requirement error: (?<reason3>unsatisfied condition: [^\n,]+)|couldn't communicate with the NVIDIA driver|CUDA driver version is insufficient|driver rpc error/i,
  },
  {
    code: 'GPU_CONTAINER',
    text: /nvidia-container-cli: (?<reason>[^\n]+)|Failed to initialize NVML: (?<reason2>[^\n]+)|CUDA error: (?<reason3>[^\n]+)|CUDA initialization[^\n]*(?:fail|error)/i,
  },
];
