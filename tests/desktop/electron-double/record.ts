/** What the double was told and cannot show: read by tests through the same door as everything else. */
export const recorded = {
  sandboxEnabled: false,
  appUserModelId: '',
  drawsBySoftware: false,
  loginItem: undefined as unknown,
  privilegedSchemes: [] as unknown[],
  shortcuts: new Map<string, () => void>(),
  windowOptions: [] as unknown[],
};
