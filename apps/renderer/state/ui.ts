import { create } from 'zustand';

export type InspectorTab = 'diagnosis' | 'charts' | 'details' | 'logs' | 'terminal';

interface UiState {
  palette: boolean;
  keys: boolean;
  /** Service whose inspector is open on the stack page. */
  selected: string | null;
  tab: InspectorTab;
  /** The plan is shown at the right, before a start. */
  plan: boolean;
}

export const useUi = create<UiState>(() => ({
  palette: false,
  keys: false,
  selected: null,
  tab: 'diagnosis',
  plan: false,
}));

export function inspect(service: string, tab?: InspectorTab): void {
  useUi.setState((s) => ({ selected: service, plan: false, tab: tab ?? s.tab }));
}
export const closeInspector = () => useUi.setState({ selected: null, plan: false });
export const openPlan = () => useUi.setState({ plan: true, selected: null });
export const closePlan = () => useUi.setState({ plan: false });
export const openPalette = () => useUi.setState({ palette: true, keys: false });
export const closePalette = () => useUi.setState({ palette: false });
export const openKeys = () => useUi.setState({ keys: true, palette: false });
export const closeKeys = () => useUi.setState({ keys: false });
