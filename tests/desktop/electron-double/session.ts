type Check = Parameters<Electron.Session['setPermissionCheckHandler']>[0];
type BeforeRequest = (
  details: Electron.OnBeforeRequestListenerDetails,
  answer: (response: Electron.CallbackResponse) => void,
) => void;

/** What a page could be granted in the browser, by the browser's names. */
const grantable = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'clipboard-write', 'midi'];
/** Electron's names where they differ. */
const electronName: Record<string, string> = {
  camera: 'media',
  microphone: 'media',
  'clipboard-write': 'clipboard-sanitized-write',
};

class WebRequestDouble {
  #before: BeforeRequest | undefined;
  onBeforeRequest(listener: BeforeRequest | null): void {
    this.#before = listener ?? undefined;
  }
  async _cancels(url: string): Promise<boolean> {
    const before = this.#before;
    if (before === undefined) return false;
    // The app looks at the address only.
    const details = { url } as Electron.OnBeforeRequestListenerDetails;
    return new Promise((resolve) => before(details, ({ cancel }) => resolve(cancel === true)));
  }
}

class SessionDouble {
  readonly webRequest = new WebRequestDouble();
  #check: Check = null;
  #request: Parameters<Electron.Session['setPermissionRequestHandler']>[0] = null;

  setPermissionCheckHandler(handler: Check): void {
    this.#check = handler;
  }
  setPermissionRequestHandler(handler: Parameters<Electron.Session['setPermissionRequestHandler']>[0]): void {
    this.#request = handler;
  }
  setDevicePermissionHandler(_handler: Parameters<Electron.Session['setDevicePermissionHandler']>[0]): void {}
  setDisplayMediaRequestHandler(_handler: Parameters<Electron.Session['setDisplayMediaRequestHandler']>[0]): void {}
  setSpellCheckerEnabled(_enable: boolean): void {}

  /** What the browser is told to grant: without handlers everything, as in Electron; else what both handlers say yes to. */
  _granted(contents: object): string[] {
    return grantable.filter((name) => {
      const permission = (electronName[name] ?? name) as 'media';
      const asked = contents as Electron.WebContents;
      const details = { isMainFrame: true, requestingUrl: 'sutazai://app/' };
      const checked = this.#check?.(asked, permission, 'sutazai://app/', details) ?? true;
      let granted = this.#request === null;
      const answer = (yes: boolean) => {
        granted = yes;
      };
      this.#request?.(asked, permission, answer, details);
      return checked && granted;
    });
  }
}

export const session = { defaultSession: new SessionDouble() };
