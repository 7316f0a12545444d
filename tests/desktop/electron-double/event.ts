export interface DoubleEvent {
  readonly defaultPrevented: boolean;
  preventDefault(): void;
}

/** An event whose default can be held up, as Electron's. What else it carries is added by the caller. */
export function event<T extends object>(more?: T): DoubleEvent & T {
  let prevented = false;
  const preventDefault = () => {
    prevented = true;
  };
  return Object.defineProperty({ ...(more as T), preventDefault }, 'defaultPrevented', {
    get: () => prevented,
  }) as DoubleEvent & T;
}
