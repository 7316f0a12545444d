import type { ContainerSummary, ImageDetail, NetworkSummary, VolumeSummary } from '../../engine/index.ts';
import type { Reason } from '../plan/types.ts';

/** What the engine holds of a project at one moment: the second input of `plan`. */
export interface Observed {
  /** All containers with the project's label, one-off ones (`docker compose run`) left out. */
  containers: ContainerSummary[];
  /** By key of the model; undefined if the network is not there. */
  networks: Map<string, NetworkSummary | undefined>;
  volumes: Map<string, VolumeSummary | undefined>;
  /** By image reference; undefined if the engine does not have it. */
  images: Map<string, ImageDetail | undefined>;
  /**
   * By container id, for containers whose config hash is not the one we would write: how they differ from what the files
   * ask for. Empty means "the same in fact" (made by docker compose, or by an earlier version of ours): adopt it.
   */
  drift: Map<string, Reason[]>;
  /** By service: hash over the contents behind its secrets and configs, as the files hold them now. */
  contents: Map<string, string | undefined>;
}
