import { useEffect, useState } from 'react';

/** The present moment, renewed every `every` milliseconds while `on` and the page is looked at. */
export function useNow(every: number, on = true): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!on) return;
    setNow(Date.now());
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') setNow(Date.now());
    }, every);
    return () => clearInterval(timer);
  }, [every, on]);
  return now;
}
