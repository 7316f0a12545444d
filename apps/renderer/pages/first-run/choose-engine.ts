import { door } from '../../connection/index.ts';
import { diagnosisOf } from '../../state/diagnosis-of.ts';
import { tellError } from '../../state/toasts.ts';
import { checkAgain } from './checks.ts';

/** Null goes back to the engine that is found by itself. */
export async function chooseEngine(url: string | null): Promise<boolean> {
  try {
    await door.api.engine.choose({ url });
    await checkAgain();
    return true;
  } catch (error) {
    tellError(diagnosisOf(error));
    return false;
  }
}
