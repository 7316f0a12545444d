import { parseBytes, type Service } from '../../compose/index.ts';
import type { HostConfig } from '../../engine/index.ts';
import { filled } from './present.ts';

/** `blkio_config`: rates in bytes or operations per second. */
export function blkioPart(service: Service): HostConfig {
  const blkio = service.blkio_config;
  if (!blkio) return {};
  const rates = (list: typeof blkio.device_read_bps) =>
    filled((list ?? []).map((d) => ({ Path: d.Path, Rate: parseBytes(d.Rate) })));
  const config: HostConfig = {};
  if (blkio.weight) config.BlkioWeight = Number(blkio.weight);
  const weights = filled((blkio.weight_device ?? []).map((d) => ({ Path: d.Path, Weight: d.Weight })));
  if (weights) config.BlkioWeightDevice = weights;
  const readBps = rates(blkio.device_read_bps);
  if (readBps) config.BlkioDeviceReadBps = readBps;
  const writeBps = rates(blkio.device_write_bps);
  if (writeBps) config.BlkioDeviceWriteBps = writeBps;
  const readIops = rates(blkio.device_read_iops);
  if (readIops) config.BlkioDeviceReadIOps = readIops;
  const writeIops = rates(blkio.device_write_iops);
  if (writeIops) config.BlkioDeviceWriteIOps = writeIops;
  return config;
}
