import type { PullLine } from '../../engine/index.ts';
import type { PullEvent } from '../events.ts';

interface Layer {
  /** Download size in bytes, once told. */
  total: number | undefined;
  downloaded: number;
  state: 'waiting' | 'downloading' | 'downloaded' | 'extracting' | 'done';
}

/**
 * Bytes of several pulls at once. Layers are keyed over all images, because images pulled together share layers and the
 * engine downloads each once (facts 3.5). A layer whose size was never told counts with the mean of the known ones.
 */
export class PullBoard {
  private readonly layers = new Map<string, Layer>();
  private readonly imageLayers = new Map<string, Set<string>>();
  private readonly finished = new Set<string>();

  /** `knownSizes`: layer id → bytes from an earlier, interrupted pull. */
  constructor(private readonly knownSizes: ReadonlyMap<string, number> = new Map()) {}

  /** Returns true if the line moved something: what the no-progress limit watches. */
  take(image: string, line: PullLine): boolean {
    if (!line.layer) return line.phase !== 'retrying';
    const ids = this.imageLayers.get(image) ?? new Set<string>();
    this.imageLayers.set(image, ids.add(line.layer));
    const layer = this.layers.get(line.layer) ?? {
      total: this.knownSizes.get(line.layer),
      downloaded: 0,
      state: 'waiting' as const,
    };
    this.layers.set(line.layer, layer);
    const before = `${layer.state}:${layer.downloaded}`;
    switch (line.phase) {
      case 'downloading':
        layer.state = 'downloading';
        if (line.totalBytes !== undefined && line.totalBytes > 0) layer.total = line.totalBytes;
        layer.downloaded = Math.max(layer.downloaded, line.currentBytes ?? 0);
        break;
      case 'verifying':
      case 'downloaded':
        if (layer.state !== 'extracting' && layer.state !== 'done') layer.state = 'downloaded';
        break;
      case 'extracting':
        layer.state = 'extracting';
        // Extraction by the containerd store counts seconds, not bytes: each line is a sign of life all the same.
        return true;
      case 'done':
      case 'exists':
        layer.state = 'done';
        break;
      case 'retrying':
      case 'waiting':
      case 'pulling':
      case 'info':
        break;
    }
    return before !== `${layer.state}:${layer.downloaded}`;
  }

  finish(image: string): void {
    this.finished.add(image);
  }

  /** Sizes told so far, to be kept for a resumed pull. */
  sizes(): Map<string, number> {
    const sizes = new Map<string, number>();
    for (const [id, layer] of this.layers) if (layer.total !== undefined) sizes.set(id, layer.total);
    return sizes;
  }

  snapshot(image: string): Omit<PullEvent, 'type'> {
    const layers = [...(this.imageLayers.get(image) ?? [])].flatMap((id) => this.layers.get(id) ?? []);
    const isDownloaded = (l: Layer) => l.state !== 'waiting' && l.state !== 'downloading';
    const allDownloaded = layers.length > 0 && layers.every(isDownloaded);
    const state = this.finished.has(image)
      ? 'done'
      : layers.length === 0
        ? 'queued'
        : allDownloaded
          ? 'extracting'
          : 'downloading';
    return {
      image,
      state,
      downloadedBytes: layers.reduce((sum, l) => sum + this.bytesDown(l), 0),
      totalBytes: layers.some((l) => l.total !== undefined) ? layers.reduce((sum, l) => sum + this.size(l), 0) : 0,
      layersDone: this.finished.has(image) ? layers.length : layers.filter((l) => l.state === 'done').length,
      layersTotal: layers.length,
    };
  }

  /** Over all images, each layer once. */
  totals(): { downloadedBytes: number; totalBytes: number } {
    const layers = [...this.layers.values()];
    return {
      downloadedBytes: layers.reduce((sum, l) => sum + this.bytesDown(l), 0),
      totalBytes: layers.some((l) => l.total !== undefined) ? layers.reduce((sum, l) => sum + this.size(l), 0) : 0,
    };
  }

  /** 0…1 for one image: nine tenths for the download, the rest for unpacking. */
  fraction(image: string): number {
    if (this.finished.has(image)) return 1;
    const s = this.snapshot(image);
    if (s.layersTotal === 0) return 0;
    const byBytes = s.totalBytes > 0 ? s.downloadedBytes / s.totalBytes : 0;
    return Math.min(0.99, 0.9 * byBytes + (0.1 * s.layersDone) / s.layersTotal);
  }

  private size(layer: Layer): number {
    if (layer.total !== undefined) return layer.total;
    const known = [...this.layers.values()].flatMap((l) => (l.total === undefined ? [] : [l.total]));
    // A layer that finished without ever telling a size was small: the engine reports only at intervals.
    if (layer.state === 'done' || known.length === 0) return 0;
    return Math.round(known.reduce((a, b) => a + b, 0) / known.length);
  }

  private bytesDown(layer: Layer): number {
    return layer.state === 'waiting' || layer.state === 'downloading' ? layer.downloaded : this.size(layer);
  }
}
