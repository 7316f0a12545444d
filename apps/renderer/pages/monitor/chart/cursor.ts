import { create } from 'zustand';

/** The moment under the pointer, for all charts of the page at once. */
export const useCursor = create<{ at: number | null }>(() => ({ at: null }));

export const moveCursor = (at: number | null) => {
  if (useCursor.getState().at !== at) useCursor.setState({ at });
};
